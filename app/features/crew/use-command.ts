import { useCallback, useState } from 'react';
import { useToast } from '../../ui/toast';
import { sentenceOf } from './commands';

/**
 * Runs commands and shows a toast with what failed. `busy` holds the names of those that run, so that each
 * button knows its own; `run` resolves to whether it worked.
 */
export function useCommand(): {
  busy: ReadonlySet<string>;
  run: (name: string, command: () => Promise<unknown>) => Promise<boolean>;
} {
  const say = useToast();
  const [busy, setBusy] = useState<ReadonlySet<string>>(new Set());
  const run = useCallback(
    async (name: string, command: () => Promise<unknown>) => {
      setBusy((all) => new Set([...all, name]));
      try {
        await command();
        return true;
      } catch (error) {
        say(sentenceOf(error));
        return false;
      } finally {
        setBusy((all) => new Set([...all].filter((other) => other !== name)));
      }
    },
    [say],
  );
  return { busy, run };
}
