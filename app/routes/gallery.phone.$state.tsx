import '../features/camera/camera.css';
import '../features/host/host.css';
import { phone } from '../features/gallery/phone-states';
import { StateAlone } from '../features/gallery/states';
import type { PageHandle } from '../root';

export const handle: PageHandle = { still: true, studio: 'camera' };

export default function State() {
  return <StateAlone group={phone} />;
}
