/**
 * Values of this browser by key, such as the theme: in its storage, or in the page's memory where the browser
 * refuses (a frame of another site, a full disk).
 */
const refused = new Map<string, string>();

/** Null where nothing was stored, and on the server. */
export function readStored(key: string): string | null {
  try {
    return refused.get(key) ?? localStorage.getItem(key);
  } catch {
    return refused.get(key) ?? null;
  }
}

export function store(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
    refused.delete(key);
  } catch {
    refused.set(key, value);
  }
}
