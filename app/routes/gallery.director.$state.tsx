import '../features/director/director.css';
import '../features/chat/chat.css';
import '../features/chat/moderation/moderation.css';
import { director } from '../features/gallery/director-states';
import { StateAlone } from '../features/gallery/states';
import type { PageHandle } from '../root';

export const handle: PageHandle = { still: true, studio: 'director' };

export default function State() {
  return <StateAlone group={director} />;
}
