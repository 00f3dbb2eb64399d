import '../features/score/scorer/scorer.css';
import { scoring } from '../features/gallery/score-states';
import { StateAlone } from '../features/gallery/states';
import type { PageHandle } from '../root';

export const handle: PageHandle = { still: true };

export default function State() {
  return <StateAlone group={scoring} />;
}
