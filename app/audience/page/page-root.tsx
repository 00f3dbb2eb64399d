import type { ReactNode } from 'react';
import { TextsProvider } from '../texts/use-texts';
import { PAGE_ROOT_ID } from './read-page';
import type { PageData } from './page-data';

/**
 * A page of the audience as the server draws it: its data stand in an attribute, where the page's own script
 * (read-page.ts) finds them; no inline script is needed.
 */
export function PageRoot<D extends PageData>({ data, children }: { data: D; children: ReactNode }) {
  return (
    <div id={PAGE_ROOT_ID} data-page={JSON.stringify(data)}>
      <TextsProvider value={data.texts}>{children}</TextsProvider>
    </div>
  );
}
