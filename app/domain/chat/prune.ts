import { purpose, withClaims } from '../../../db/claims';
import { deleteOldMessages } from '../../../db/queries/chat-messages';
import { forgetChatLeftovers } from '../../../db/queries/chat-senders';
import type { Services } from '../../services';

/** Retention counts in days; once an hour is soon enough. */
const EVERY_MS = 3_600_000;
const FIRST_MS = 30_000;
/** So many at once, so that nothing waits long for a lock. */
const CHUNK = 1_000;

type Db = Pick<Services, 'chat' | 'log'>;

/**
 * Deletes what is older than its event keeps it, and what is left of senders and mutes. Gives how many
 * messages.
 */
export async function pruneChats({ chat }: Pick<Services, 'chat'>): Promise<number> {
  let total = 0;
  for (;;) {
    const gone = await withClaims(chat.sql, purpose('chat'), (tx) => deleteOldMessages(tx, CHUNK));
    total += gone;
    if (gone < CHUNK) break;
  }
  await withClaims(chat.sql, purpose('chat'), forgetChatLeftovers);
  return total;
}

/** Does so every hour. Several processes may at once. */
export function startChatPruning(services: Db): { close(): Promise<void> } {
  let running = Promise.resolve();
  const round = () => {
    running = pruneChats(services).then(
      (count) => {
        if (count > 0) services.log.info({ count }, 'old chat messages were deleted');
      },
      (err: unknown) =>
        services.log.warn({ err }, 'Old chat messages were not deleted; tried again in an hour.'),
    );
  };
  const first = setTimeout(round, FIRST_MS);
  const timer = setInterval(round, EVERY_MS);
  return {
    async close() {
      clearTimeout(first);
      clearInterval(timer);
      await running;
    },
  };
}
