import { hydrate } from './page/hydrate';
import { readPage } from './page/read-page';
import type { ShowData } from './page/page-data';
import { ShowPage } from './show-page';

const page = readPage<ShowData>();
if (page) hydrate(page, <ShowPage {...page.data} />);
