/**
 * Takes secrets out of text before it is logged or shown. Child processes print whole URLs with stream keys
 * in them, raw or URL-encoded, so all their output passes here; RTMP paths are taken out even when they were
 * not registered.
 */

const MASK = '***';
/** Shorter strings would blank out half of every log line and are no secrets. */
const MIN_SECRET_LENGTH = 4;
const RTMP_PATH = /\b(rtmp[a-z]*:\/\/)(?:[^\s/@'"]*@)?([^\s/'"]+)\/[^\s'"]*/gi;

export class Redactor {
  /** Each form of each secret with the number of times it was registered. */
  readonly #forms = new Map<string, number>();
  #longestFirst: string[] = [];

  /**
   * Registers a secret; the returned function forgets it again. A URL's own parts are covered by the RTMP
   * rule.
   */
  add(secret: string): () => void {
    const forms = formsOf(secret);
    for (const form of forms) this.#forms.set(form, (this.#forms.get(form) ?? 0) + 1);
    this.#sort();
    let removed = false;
    return () => {
      if (removed) return;
      removed = true;
      for (const form of forms) {
        const count = (this.#forms.get(form) ?? 1) - 1;
        if (count > 0) this.#forms.set(form, count);
        else this.#forms.delete(form);
      }
      this.#sort();
    };
  }

  /** The text without any registered secret and without the path of any rtmp(s) URL. */
  redact(text: string): string {
    let out = text;
    for (const form of this.#longestFirst) out = out.replaceAll(form, MASK);
    return out.replace(RTMP_PATH, `$1$2/${MASK}`);
  }

  #sort(): void {
    this.#longestFirst = [...this.#forms.keys()].sort((a, b) => b.length - a.length);
  }
}

function formsOf(secret: string): string[] {
  const encoded = encodeURIComponent(secret);
  const forms = [
    secret,
    encoded,
    encoded.replace(/%[0-9A-F]{2}/g, (hex) => hex.toLowerCase()),
    encodeURI(secret),
    decoded(secret),
    // JSON escapes what a logger writes into a string.
    JSON.stringify(secret).slice(1, -1),
  ];
  return [...new Set(forms)].filter((form) => form.length >= MIN_SECRET_LENGTH);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The process's one redactor: every secret is registered here. */
export const redactor = new Redactor();

/** For a logger: its lines without secrets, whatever error of whatever library stands in them. */
export function redactedLines(out: { write(text: string): unknown }, by = redactor) {
  return { write: (line: string): void => void out.write(by.redact(line)) };
}
