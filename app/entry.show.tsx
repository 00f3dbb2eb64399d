import { enliven } from './features/viewer/page/enliven';
import { readPage } from './features/viewer/page/page-root';
import type { ShowData } from './features/viewer/page/page-data';
import { ShowPage } from './features/viewer/ShowPage';

const page = readPage<ShowData>();
if (page) enliven(page, <ShowPage {...page.data} />);
