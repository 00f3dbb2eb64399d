import { useEffect, useState } from 'react';
import type { ChatView } from './chat-store';

/** Longer than a screen reader takes to notice what was put in. */
const SETTLE_MS = 500;

/**
 * Whether a screen reader is to say what is added. The history comes in pages, and none of those is to be
 * read out whole.
 */
export function useSentMessages({ state, loadingOlder }: ChatView): boolean {
  const settled = state === 'ready' && !loadingOlder;
  const [said, setSaid] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSaid(settled), settled ? SETTLE_MS : 0);
    return () => clearTimeout(timer);
  }, [settled]);
  return said && settled;
}
