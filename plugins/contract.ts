import type { TestPictures } from '../contract/vocabulary';
import type { PlatformFacts, DestinationField, PlayerAddresses } from '../contract/destinations';
import type { EncodingLimits } from '../contract/encoding';

/** What a person typed, by name. Empty ones may be missing. */
export interface Given {
  settings: Record<string, string>;
  /** Null: one that is there already stays as it is. */
  streamKey: string | null;
  /** Values of the fields of type `secret` that were typed now; those that stay as they are, are missing. */
  secrets: Record<string, string>;
}

/**
 * The value, or which field is wrong (`streamKey`, `settings.<name>`, `secrets.<name>`) and why, as a
 * sentence.
 */
export type Checked<T> = { ok: true; value: T } | { ok: false; field: string; message: string };

export interface Ingest {
  /** Address without the key, such as `rtmps://a.rtmps.youtube.com/live2`. */
  url: string;
  /** Tried when the first one fails again and again; null where the platform has none. */
  backupUrl: string | null;
  /** For protocols that have settings of their own, such as SRT's delay. No secrets. */
  options?: Record<string, string>;
}

/**
 * The network as a plugin sees it: JSON over HTTPS from the hosts that it names, with a time limit, to public
 * addresses only, without redirects. Throws `PlatformError`.
 */
export interface PlatformApi {
  getJson(url: string, headers?: Record<string, string>): Promise<unknown>;
  postForm(url: string, form: Record<string, string>): Promise<unknown>;
  /** What `load` gave, for as many seconds as it says: a token that need not be fetched for each question. */
  kept(name: string, load: () => Promise<{ value: string; forS: number }>): Promise<string>;
}

/**
 * A question to a platform that was not answered. `message` is a sentence for the crew and holds no secret.
 */
export class PlatformError extends Error {
  constructor(
    /** Of the answer; null when there was none. */
    readonly status: number | null,
    message: string,
  ) {
    super(message);
  }
}

export interface PlatformQuestion {
  settings: Record<string, string>;
  secrets: Record<string, string>;
}

export type PlatformAnswer = Omit<PlatformFacts, 'at'>;

/** What a platform says of the stream and how many watch, where the person has given it a key or token. */
export interface PlatformReading {
  /** The only hosts that are asked. */
  hosts: string[];
  /** Whether enough is filled in to ask. */
  canAsk(question: PlatformQuestion): boolean;
  /** Asked every half minute while on the air. May throw `PlatformError`. */
  read(api: PlatformApi, question: PlatformQuestion): Promise<PlatformAnswer>;
}

/** What a test of the connection may do before the show. */
export interface TestRules {
  /** Ten seconds of slate. */
  pictures: TestPictures;
  /** The key under which the platform takes pictures and shows them to nobody, made from the stream key. */
  key?(streamKey: string): string;
}

/**
 * One kind of destination. Data and pure functions; only `platform` reaches the network, through the narrow
 * door it is given. The browser receives `id`, `label`, `fields`, `keyLabel`, `keyHelp`, `keyRequired`,
 * `limits` and how it is tested, and no code.
 */
export interface DestinationPlugin {
  id: string;
  label: string;
  fields: DestinationField[];
  /** What the platform calls the secret that opens its door; `Stream key` at most of them. */
  keyLabel: string;
  /** Where the person finds it. */
  keyHelp: string;
  keyRequired: boolean;
  /** What the platform takes; the program is held against it before it goes on the air. */
  limits: EncodingLimits;
  /** Something that `check` accepts, for the guide and the contract test. Not a real key. */
  example: Given;
  /**
   * Checks what a person typed and explains what is wrong ("this looks like a watch address, not a stream
   * key").
   */
  check(given: Given): Checked<Given>;
  /** Where to send, from settings that `check` has passed. */
  ingest(settings: Record<string, string>): Ingest;
  /**
   * Where viewers can watch, where the settings tell the channel. Platforms want to know on which site they
   * are embedded: `host` is that site's name, or a mark that stands for it; it goes in as it is.
   */
  watch(settings: Record<string, string>, host: string): PlayerAddresses | null;
  /**
   * Puts an error of the ingest into a sentence with what to do; null when it says nothing to this plugin.
   */
  explain(error: string): string | null;
  /**
   * The platform's own page for who streams, where a verdict may lead; `label` is what it is called. Null
   * where there is none.
   */
  studio: { label: string; url: string } | null;
  test: TestRules;
  platform?: PlatformReading;
}
