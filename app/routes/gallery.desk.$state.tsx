import '../features/desk/desk.css';
import '../features/events/events.css';
import '../features/chat/chat.css';
import '../features/chat/moderation/moderation.css';
import { desk } from '../features/gallery/desk-states';
import { StateAlone } from '../features/gallery/states';
import type { PageHandle } from '../root';

export const handle: PageHandle = { still: true };

export default function State() {
  return <StateAlone group={desk} />;
}
