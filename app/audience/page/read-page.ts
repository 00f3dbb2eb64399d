export const PAGE_ROOT_ID = 'page';

/** The element that the server drew, and the data it drew it with. */
export interface Page<D = unknown> {
  root: HTMLElement;
  data: D;
}

/**
 * The page of the document. The caller names the type of its data: they were written by our own server, by
 * the component that reads them. Null where the server drew something else, because there is no such event.
 */
export function readPage<D>(): Page<D> | null {
  const root = document.getElementById(PAGE_ROOT_ID);
  const text = root?.dataset['page'];
  return root && text !== undefined ? { root, data: JSON.parse(text) as D } : null;
}
