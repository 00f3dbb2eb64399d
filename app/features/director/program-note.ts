import type { EngineSlice, EventStatus } from '../../../contract/messages';
import type { RoomNews } from './media/connection';

/** Why no program picture comes back yet, in the order to look: the event, the engine, the connection. */
export function programNote(
  status: EventStatus,
  engine: EngineSlice | undefined,
  anyCamera: boolean,
  news: RoomNews,
): string {
  if (status === 'draft') return 'The event is a draft. Publish it on its desk.';
  if (status === 'ended') return 'The event is over.';
  if (engine?.status === 'stopped') return 'The engine has stopped. It is started again by itself.';
  if (engine?.status === 'off' && !anyCamera) return 'The engine starts with the first camera.';
  if (engine?.status === 'off' || engine?.status === 'starting') return 'The engine is starting.';
  if (news.error) return news.error;
  return 'The program is on its way to this screen.';
}
