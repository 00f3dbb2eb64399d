import { createContext } from 'react';

/** The request's CSP nonce; entry.server provides it, the browser never needs it again. */
export const NonceContext = createContext<string | undefined>(undefined);
