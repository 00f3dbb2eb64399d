import { AppError } from '../../../core/errors';
import { type Claims, withClaims } from '../../../db/claims';
import {
  deleteDestinationRow,
  type DestinationRow,
  findDestinationRow,
  raiseTries,
  readDestinations,
  updateDestinationRow,
} from '../../../db/queries/destinations';
import { forgetTest } from '../../../db/queries/destination-tests';
import { writeLog } from '../../../db/queries/logs';
import type { DestinationId } from '../../../plugins';
import { LIMITS } from '../../config/limits';
import type { Services } from '../../services';
import { eventBySlug, eventIn } from '../access/find';
import { actorName, mustDirect, mustOwn } from '../access/rights';
import { change } from '../change';
import { type DestinationAnswer, destinationAnswer } from './answer';
import { checkDestination } from './check';
import { found } from './found';
import { addDestination, hintOf, putSecrets } from './write';

export type { DestinationAnswer } from './answer';
export { destinationForms } from '../../../plugins';
export { chooseServer } from './server';

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

/** What is left out stays as it is, the key too; an empty key takes it away. */
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
  // Names are resolved here and not under the event's lock, where a slow resolver would hold up cuts.
  const checked = await checkDestination(services, before.plugin, {
    settings: patch.settings ?? before.settings,
    streamKey: patch.streamKey ?? null,
    secrets: patch.secrets ?? {},
  });
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
 * Starts or stops one destination, also while on the air; the others notice nothing. Idempotent; to start one
 * that is in trouble is to try it again at once.
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
