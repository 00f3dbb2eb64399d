import '../audience/audience.css';
import { audience } from '../features/gallery/audience-states';
import { StateAlone } from '../features/gallery/states';
import type { PageHandle } from '../root';

export const handle: PageHandle = { still: true };

export default function State() {
  return <StateAlone group={audience} />;
}
