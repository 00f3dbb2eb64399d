import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

/**
 * Keys of one purpose: what is made now is made with the first, what was made with any of them still counts
 * (two while the root key is rotated).
 */
export interface SigningKeys {
  readonly sign: Buffer;
  readonly accept: readonly Buffer[];
}

/** What a token says, and whether its time is over: for some purposes who somebody was still counts. */
export interface Opened<T> {
  facts: T;
  expired: boolean;
}

/**
 * Facts that somebody else keeps for us and cannot change: `KIND.KEY.FACTS.SIGNATURE`, with the id of the key
 * it was signed by, the facts as JSON and HMAC-SHA-256 over all before it, in base64url. Not by jose, which
 * only has it as a promise: a flood of a chat is refused before anything is awaited.
 */
export class SignedToken<T> {
  /**
   * @param kind which tokens these are and in which version, such as `v1`; each has keys of its own purpose
   * @param facts what a signed text is checked by, since an older version may have signed it
   */
  constructor(
    private readonly kind: string,
    private readonly facts: z.ZodType<T>,
  ) {}

  /** @param until ms since 1970; without it the token is good for as long as its key */
  sign({ sign: key }: SigningKeys, facts: T, until?: number): string {
    const body = Buffer.from(JSON.stringify({ facts, until })).toString('base64url');
    const signed = `${this.kind}.${idOf(key)}.${body}`;
    return `${signed}.${mac(key, signed)}`;
  }

  /** Null when it is not one of ours, or was changed. */
  open({ accept }: SigningKeys, token: string, now: number = Date.now()): Opened<T> | null {
    const [, signed = '', kind, id, body = '', signature = ''] = TOKEN.exec(token) ?? [];
    if (kind !== this.kind) return null;
    const key = accept.find((one) => idOf(one) === id);
    // As text: the last character has two bits that no byte has, so four texts would mean the same bytes.
    if (!key || !timingSafeEqual(Buffer.from(signature), Buffer.from(mac(key, signed)))) return null;
    const said = Body.safeParse(JSON.parse(Buffer.from(body, 'base64url').toString('utf8'))).data;
    const facts = this.facts.safeParse(said?.facts);
    return facts.success ? { facts: facts.data, expired: (said?.until ?? Infinity) < now } : null;
  }
}

const Body = z.object({ facts: z.unknown(), until: z.number().optional() });

/** A kind and a key's id of a few characters, facts of some hundred, 32 bytes of signature. */
const TOKEN = /^((\w{1,8})\.([\w-]{6})\.([\w-]{1,1000}))\.([\w-]{43})$/;

function mac(key: Buffer, signed: string): string {
  return createHmac('sha256', key).update(signed).digest('base64url');
}

const ids = new WeakMap<Buffer, string>();

/** Tells two keys apart and says nothing of either. */
function idOf(key: Buffer): string {
  const known = ids.get(key);
  if (known) return known;
  const id = createHash('sha256').update('key id').update(key).digest('base64url').slice(0, 6);
  ids.set(key, id);
  return id;
}
