import { useCallback, useState } from 'react';

/**
 * A switch of this tab that outlives a reload: who muted the sound or switched the picture off must not be
 * heard or seen again because a page was loaded anew.
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
        // Storage may be closed to us; then a reload begins with the switch off.
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
