const QUIET_NOTE_MS = 15_000;
const LIVE_NOTE_MS = 500;

export interface Step {
  /** Progress; shown at most twice a second on a terminal, every 15 s in a log. */
  note(text: string): void;
  end(text: string): void;
}

/** A step long enough to make a person wonder: what it does, its progress, and how long it took. */
export function longStep(title: string, out: NodeJS.WriteStream = process.stdout): Step {
  const startedAt = Date.now();
  let shownAt = startedAt;
  const elapsed = () => `${Math.round((Date.now() - startedAt) / 1000)} s`;
  const line = (text: string) => (out.isTTY ? out.write(`\r\x1b[2K${text}`) : out.write(`${text}\n`));
  line(`${title} …`);
  return {
    note(text) {
      if (Date.now() - shownAt < (out.isTTY ? LIVE_NOTE_MS : QUIET_NOTE_MS)) return;
      shownAt = Date.now();
      line(`${title} … ${text}, ${elapsed()}`);
    },
    end(text) {
      line(`${title}: ${text} (${elapsed()})`);
      if (out.isTTY) out.write('\n');
    },
  };
}
