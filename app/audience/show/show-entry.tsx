import { hydrate } from '../mount/hydrate';
import { readPage, type ShowData } from '../mount/page-data';
import { ShowPage } from './show-page';

const page = readPage<ShowData>();
if (page) hydrate(page, <ShowPage {...page.data} />);
