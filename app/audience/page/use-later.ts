import { type ComponentType, useEffect, useState } from 'react';

const RETRY_MS = 3_000;

/**
 * A part of the page that may come after the picture: loaded once `when` is true, null until then. A part
 * that could not be loaded is tried again, for the page works without it and nobody would reload.
 */
export function useLater<P>(load: () => Promise<ComponentType<P>>, when: boolean): ComponentType<P> | null {
  const [part, setPart] = useState<{ component: ComponentType<P> } | null>(null);
  const [tries, setTries] = useState(0);
  const wanted = when && part === null;
  useEffect(() => {
    if (!wanted) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let gone = false;
    load().then(
      (component) => gone || setPart({ component }),
      () => (timer = setTimeout(() => setTries(tries + 1), RETRY_MS)),
    );
    return () => {
      gone = true;
      clearTimeout(timer);
    };
    // `load` is the same import at each drawing.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [wanted, tries]);
  return part?.component ?? null;
}
