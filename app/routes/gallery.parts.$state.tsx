import { parts } from '../features/gallery/parts';
import { StateAlone } from '../features/gallery/states';
import type { PageHandle } from '../root';

export const handle: PageHandle = { still: true };

export default function State() {
  return <StateAlone group={parts} />;
}
