type Area = 'local' | 'session';

const storage = (area: Area): Storage => (area === 'local' ? localStorage : sessionStorage);

/** What this browser (`local`) or tab (`session`) keeps under a key; null also where storage is closed. */
export function readStored(area: Area, key: string): string | null {
  try {
    return storage(area).getItem(key);
  } catch {
    // No storage on the server; browsers close it in frames of other sites and in some private windows.
    return null;
  }
}

/** Remembers a value. False where storage is closed or full: then it holds only as long as the page. */
export function writeStored(area: Area, key: string, value: string): boolean {
  try {
    storage(area).setItem(key, value);
    return true;
  } catch {
    return false;
  }
}
