import { connectionFor, retain } from '../../realtime/client/connections';
import type { ChatTransport } from './transport';

/** The batches of the page's own socket, shared with everything else that listens on it. */
export function socketBatches(audience: 'crew' | 'public', slug: string): ChatTransport['subscribe'] {
  return (listener) => {
    const off = connectionFor(audience, slug, null).onChat(listener);
    const leave = retain(audience, slug);
    return () => {
      off();
      leave();
    };
  };
}
