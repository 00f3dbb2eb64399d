import '../features/camera/join/join.css';
import { joining } from '../features/gallery/phone-states';
import { StateAlone } from '../features/gallery/states';
import type { PageHandle } from '../root';

export const handle: PageHandle = { still: true };

export default function State() {
  return <StateAlone group={joining} />;
}
