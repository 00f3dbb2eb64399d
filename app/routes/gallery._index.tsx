import type { MetaFunction } from '@remix-run/node';
import { GalleryPage } from '../features/gallery/gallery-page';

export const meta: MetaFunction = () => [{ title: 'Gallery · Touchline' }];

export default GalleryPage;
