import { useCallback, useEffect, useState } from 'react';
import type { ChatCommands, ChatOverviewFacts } from './chat-commands';

/** Mutes end by themselves, and another moderator may have changed something. */
const EVERY_MS = 15_000;

/**
 * Settings, bans and reports: read at once, when the number of reports changes, after each act, and now and
 * then.
 */
export function useOverview(commands: ChatCommands, reports: number | null) {
  const [overview, setOverview] = useState<ChatOverviewFacts | null>(null);
  const reload = useCallback(() => commands.overview().then(setOverview, () => undefined), [commands]);
  useEffect(() => {
    const first = setTimeout(() => void reload(), 0);
    const timer = setInterval(() => void reload(), EVERY_MS);
    return () => {
      clearTimeout(first);
      clearInterval(timer);
    };
  }, [reload, reports]);
  return { overview, reload };
}
