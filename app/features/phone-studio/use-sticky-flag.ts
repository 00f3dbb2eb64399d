import { useCallback, useState } from 'react';

/**
 * A switch of this tab that survives a reload: a muted operator must not be heard because the page was
 * loaded again.
 */
export function useStickyFlag(name: string): [boolean, (on: boolean) => void] {
  const key = `touchline.camera.${name}`;
  const [on, setOn] = useState(() => read(key));
  const keep = useCallback(
    (next: boolean) => {
      setOn(next);
      try {
        sessionStorage.setItem(key, next ? '1' : '');
      } catch {
        // Without storage a reload begins with the switch off.
      }
    },
    [key],
  );
  return [on, keep];
}

function read(key: string): boolean {
  try {
    return typeof sessionStorage !== 'undefined' && sessionStorage.getItem(key) === '1';
  } catch {
    return false;
  }
}
