import type { DestinationServer } from '../../../contract/vocabulary';
import { AppError } from '../../../core/errors';
import { type Claims, withClaims } from '../../../db/claims';
import { forgetTest } from '../../../db/queries/destination-tests';
import {
  deleteDestinationRow,
  type DestinationRow,
  findDestinationRow,
  raiseTries,
  readDestinations,
  setServer,
  updateDestinationRow,
} from '../../../db/queries/destinations';
import { writeLog } from '../../../db/queries/logs';
import type { DestinationId } from '../../../plugins/destinations';
import type { Given } from '../../../plugins/contract';
import { LIMITS } from '../../config/limits';
import type { Services } from '../../services';
import { actorName, eventBySlug, eventIn, mustDirect, mustOwn } from '../access';
import { change } from '../change';
import { type DestinationAnswer, destinationAnswer, hasBackup } from './destination-answer';
import { addDestination, checkDestination, hintOf, putSecrets } from './destination-input';

type Db = Pick<Services, 'sql' | 'doorbell' | 'secrets' | 'env'>;

export interface NewDestination {
  plugin: DestinationId;
  label: string;
  settings: Record<string, string>;
  streamKey: string;
  secrets?: Record<string, string>;
  enabled?: boolean;
}

export interface DestinationPatch {
  label?: string;
  settings?: Record<string, string>;
  streamKey?: string;
  secrets?: Record<string, string>;
  enabled?: boolean;
}

export async function listDestinations(
  services: Pick<Services, 'sql'>,
  actor: Claims,
  slug: string,
): Promise<DestinationAnswer[]> {
  return withClaims(services.sql, actor, async (tx) => {
    const event = await eventIn(tx, slug);
    return (await readDestinations(tx, event.id)).map(destinationAnswer);
  });
}

/** @throws AppError not_found */
export async function findDestinationById(
  services: Pick<Services, 'sql'>,
  actor: Claims,
  slug: string,
  id: string,
): Promise<DestinationAnswer> {
  return withClaims(services.sql, actor, async (tx) => {
    const event = await eventIn(tx, slug);
    return destinationAnswer(found(await findDestinationRow(tx, event.id, id)));
  });
}

/** @throws AppError bad_request with the field that is wrong and why */
export async function createDestination(
  services: Db,
  actor: Claims,
  slug: string,
  input: NewDestination,
): Promise<DestinationAnswer> {
  const event = await eventBySlug(services, actor, slug);
  mustOwn(actor);
  const { settings, streamKey, secrets = {} } = input;
  const checked = await checkDestination(services, input.plugin, { settings, streamKey, secrets });
  const { value } = await change(services, actor, event.id, ['destinations', 'log'], async (tx) => {
    if ((await readDestinations(tx, event.id)).length >= LIMITS.destinationsPerEvent) {
      throw new AppError('conflict', 'This event has as many destinations as it may have. Remove one first.');
    }
    const id = await addDestination(tx, services, event.id, {
      plugin: input.plugin,
      label: input.label,
      enabled: input.enabled ?? true,
      ...checked,
    });
    await writeLog(tx, event.id, {
      kind: 'destination',
      text: `${actorName(actor)} added the destination ${input.label}.`,
    });
    return found(await findDestinationRow(tx, event.id, id));
  });
  return destinationAnswer(value);
}

/** Omitted fields stay as they are, the key too; an empty key removes it. */
export async function updateDestination(
  services: Db,
  actor: Claims,
  slug: string,
  id: string,
  patch: DestinationPatch,
): Promise<DestinationAnswer> {
  const event = await eventBySlug(services, actor, slug);
  mustOwn(actor);
  const before = found(await withClaims(services.sql, actor, (tx) => findDestinationRow(tx, event.id, id)));
  // Names are resolved before the event's lock is taken: a slow resolver would delay cuts.
  const given: Given = {
    settings: patch.settings ?? before.settings,
    streamKey: patch.streamKey ?? null,
    secrets: patch.secrets ?? {},
  };
  const checked = await checkDestination(services, before.plugin, given, before.settings);
  const { value } = await change(services, actor, event.id, ['destinations'], async (tx) => {
    await updateDestinationRow(tx, id, {
      label: patch.label,
      settings: checked.settings,
      enabled: patch.enabled,
      keyHint: checked.streamKey === null ? undefined : hintOf(checked.streamKey),
    });
    if (patch.settings !== undefined || patch.streamKey !== undefined) await forgetTest(tx, id);
    await putSecrets(tx, services, { id, eventId: event.id }, checked);
    return found(await findDestinationRow(tx, event.id, id));
  });
  return destinationAnswer(value);
}

export async function removeDestination(
  services: Db,
  actor: Claims,
  slug: string,
  id: string,
): Promise<void> {
  const event = await eventBySlug(services, actor, slug);
  mustOwn(actor);
  await change(services, actor, event.id, ['destinations', 'log'], async (tx) => {
    const row = found(await findDestinationRow(tx, event.id, id));
    await deleteDestinationRow(tx, event.id, id);
    await writeLog(tx, event.id, {
      kind: 'destination',
      text: `${actorName(actor)} removed the destination ${row.label}.`,
    });
  });
}

/**
 * Starts or stops one destination, also while on the air, without effect on the others. Idempotent; starting
 * one that is in trouble retries it at once.
 */
export async function setDestinationEnabled(
  services: Db,
  actor: Claims,
  slug: string,
  id: string,
  enabled: boolean,
): Promise<DestinationAnswer> {
  const event = await eventBySlug(services, actor, slug);
  mustDirect(actor);
  const before = await withClaims(services.sql, actor, (tx) => findDestinationRow(tx, event.id, id));
  const again = enabled && IN_TROUBLE.includes(found(before).status);
  if (found(before).enabled === enabled && !again) return destinationAnswer(found(before));
  const { value } = await change(services, actor, event.id, ['destinations', 'log'], async (tx) => {
    await updateDestinationRow(tx, id, { enabled });
    if (again) await raiseTries(tx, id);
    const row = found(await findDestinationRow(tx, event.id, id));
    await writeLog(tx, event.id, {
      kind: 'destination',
      text: `${actorName(actor)} ${again ? 'tried' : 'switched'} ${row.label} ${again ? 'again' : enabled ? 'on' : 'off'}.`,
    });
    return row;
  });
  return destinationAnswer(value);
}

const IN_TROUBLE: readonly DestinationRow['status'][] = ['stalled', 'reconnecting', 'failed'];

/**
 * Makes one of a destination's two servers the first choice, without effect on other destinations. If it
 * already is, but the program failed over to the other one, it is retried. Idempotent otherwise.
 *
 * @throws AppError conflict where there is no second server
 */
export async function chooseServer(
  services: Pick<Services, 'sql' | 'doorbell'>,
  actor: Claims,
  slug: string,
  id: string,
  server: DestinationServer,
): Promise<DestinationAnswer> {
  const event = await eventBySlug(services, actor, slug);
  mustDirect(actor);
  const before = found(await withClaims(services.sql, actor, (tx) => findDestinationRow(tx, event.id, id)));
  if (!hasBackup(before)) {
    throw new AppError('conflict', 'This destination has one server only. Enter a backup address first.');
  }
  if (before.server === server && before.verdict === null) return destinationAnswer(before);
  const { value } = await change(services, actor, event.id, ['destinations', 'log'], async (tx) => {
    await setServer(tx, id, server);
    await raiseTries(tx, id);
    await writeLog(tx, event.id, {
      kind: 'destination',
      text: `${actorName(actor)} sent ${before.label} to its ${server} server.`,
    });
    return found(await findDestinationRow(tx, event.id, id));
  });
  return destinationAnswer(value);
}

/** @throws AppError not_found */
function found(row: DestinationRow | null): DestinationRow {
  if (!row) throw new AppError('not_found', 'There is no such destination.');
  return row;
}
