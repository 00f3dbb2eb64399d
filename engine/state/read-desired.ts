import { z } from 'zod';
import { readingBetween } from '../../core/time/steady-offset';
import { secretRow, STREAM_KEY } from '../../core/stream-key';
import { encodingOf, readEventSettings } from '../../core/event-settings';
import { soundControls, StoredSound } from '../../core/sound';
import { StoredLayoutOptions, StoredTBar, StoredTransition } from '../../core/program-input';
import { withClaims } from '../../db/claims';
import type { Sql } from '../../db/connect';
import { GraphicRow, graphicOf } from '../../db/queries/graphics';
import { ScoreSlice } from '../../db/queries/state';
import { readDesiredState } from '../../db/queries/desired-state';
import { sceneOf } from '../../db/queries/switching';
import type { SealedDestination } from '../../db/queries/destinations';
import { openOrNull, type SecretBox } from '../../db/secrets';
import { findDestination } from '../../plugins/destinations';
import type { DesiredDestination, ProgramDesired } from '../types';

/**
 * The program that Postgres describes for an event, in one consistent read; null when the event does not
 * exist.
 */
export async function readDesired(
  sql: Sql,
  secrets: SecretBox,
  eventId: string,
): Promise<ProgramDesired | null> {
  const askedAtMs = performance.now();
  const state = await withClaims(sql, { kind: 'engine' }, (tx) => readDesiredState(tx, eventId));
  const answeredAtMs = performance.now();
  if (!state) return null;
  const { event, cameras, destinations } = state;
  const scene = sceneOf(event);
  const {
    kind,
    slug,
    title,
    status,
    seq,
    programSeq,
    onAir,
    preview,
    faded,
    cutSeq,
    cutByLadder,
    cutTransition,
  } = event;
  const { fallbackOrder, autoReturn, pictureFailover, cellFallback, encoding } = readEventSettings(
    event.settings,
  );
  return {
    kind,
    eventId,
    slug,
    title,
    status,
    seq,
    program: {
      seq: programSeq,
      onAir,
      preview,
      faded,
      cut: {
        seq: cutSeq ?? 0,
        byLadder: cutByLadder ?? false,
        transition: StoredTransition.parse(cutTransition),
      },
      tbar: StoredTBar.parse(event.tbar),
      scene: { ...scene, options: StoredLayoutOptions.parse(scene.options) },
    },
    cameras,
    destinations: destinations.map((row) => resolveDestination(secrets, row)).filter((one) => one !== null),
    fallbackOrder,
    autoReturn,
    pictureFailover,
    cellFallback,
    sound: soundControls(StoredSound.parse(event.sound)),
    encoding: encodingOf(encoding),
    graphics: z
      .array(GraphicRow)
      .parse(event.graphics)
      .map(graphicOf)
      .filter((one) => one !== null),
    score: ScoreSlice.parse(event.score)[0] ?? null,
    serverClock: readingBetween(event.nowMs, askedAtMs, answeredAtMs),
    streamId: event.streamId,
    streamElapsedMs: event.elapsedMs,
  };
}

/** Null for a plugin that this engine does not know: a newer web process may have written it. */
export function resolveDestination(secrets: SecretBox, row: SealedDestination): DesiredDestination | null {
  const plugin = findDestination(row.plugin);
  if (!plugin) return null;
  const { url, backupUrl, options } = plugin.ingest(row.settings);
  const opened = Object.entries(row.sealed).map(([name, sealed]): [string, string | null] => [
    name,
    openOrNull(secrets, secretRow(row.id, name), Buffer.from(sealed, 'base64')),
  ]);
  const readable = opened.every((entry): entry is [string, string] => entry[1] !== null);
  const { [STREAM_KEY]: key = '', ...others }: Record<string, string> = readable
    ? Object.fromEntries(opened)
    : {};
  return {
    id: row.id,
    plugin: row.plugin,
    label: row.label,
    url,
    backupUrl,
    key,
    ...(!readable && { unreadable: true }),
    options,
    settings: row.settings,
    secrets: others,
    enabled: row.enabled,
    tries: row.tries,
    server: row.server,
  };
}
