import type { LiveKitSessionKind } from '../../../contract/vocabulary';
import { purpose } from '../../../db/claims';
import { commit } from '../../../db/commit';
import { findEventBySlug } from '../../../db/queries/events';
import { claimWebhook, saveLivekitSession } from '../../../db/queries/livekit';
import { writeLog } from '../../../db/queries/logs';
import { raiseSeq } from '../../../db/queries/switching';
import type { Services } from '../../services';

export interface HeardOfSession {
  kind: LiveKitSessionKind;
  sid: string;
  room: string;
  ended: boolean;
  failed: boolean;
  webhookId: string;
}

/** By what stands after the colon of a room's name (core/rooms). */
const ROOMS: Record<string, string> = {
  '': 'The program room',
  cameras: 'The room for cameras',
  rehearsal: 'The rehearsal room',
  talk: 'The talkback room',
};

/** Writes into an event's log that a room opened or closed, or an egress began or ended, each once. */
export async function hearOfSession(
  services: Pick<Services, 'sql' | 'doorbell'>,
  heard: HeardOfSession,
): Promise<void> {
  const [slug = '', which = ''] = heard.room.split(':');
  const what = heard.kind === 'room' ? ROOMS[which] : 'An egress of LiveKit';
  if (what === undefined) return;
  await commit(services, purpose('reconcile'), async (tx) => {
    if (!(await claimWebhook(tx, heard.webhookId))) return;
    const event = await findEventBySlug(tx, slug);
    if (!event) return;
    const news = await saveLivekitSession(tx, { ...heard, eventId: event.id });
    const say = (kind: 'started' | 'ended', verb: string, warn = false) =>
      writeLog(tx, event.id, {
        kind: `${heard.kind}_${kind}`,
        severity: warn ? 'warning' : 'info',
        text: `${what} ${verb}.`,
        data: { room: heard.room },
      });
    const words = heard.kind === 'room' ? (['opened', 'closed'] as const) : (['began', 'ended'] as const);
    if (news.began) await say('started', words[0]);
    if (news.ended) await say('ended', heard.failed ? 'failed' : words[1], heard.failed);
    if (news.began || news.ended) await raiseSeq(tx, event.id, ['log']);
  });
}
