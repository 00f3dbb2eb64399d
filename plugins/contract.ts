import type { TestPictures } from '../contract/vocabulary';
import type { PlatformFacts, DestinationField, PlayerAddresses } from '../contract/destinations';
import type { EncodingLimits } from '../contract/encoding';

/** What a person typed, by name of the field. Empty ones may be missing. */
export interface Given {
  settings: Record<string, string>;
  /** Null: the stored key stays. */
  streamKey: string | null;
  /** Values of the fields of type `secret` that were typed now; those that stay are missing. */
  secrets: Record<string, string>;
}

/**
 * The value, or which field is wrong (`streamKey`, `settings.<name>`, `secrets.<name>`) and why, as a
 * sentence.
 */
export type Checked<T> = { ok: true; value: T } | { ok: false; field: string; message: string };

export interface Ingest {
  /** Without the key, such as `rtmps://a.rtmps.youtube.com/live2`. */
  url: string;
  /** Tried after several failures of the first one; null where the platform has none. */
  backupUrl: string | null;
  /** For protocols with settings of their own, such as SRT's latency. No secrets. */
  options?: Record<string, string>;
}

/**
 * Network access of a plugin: JSON over HTTPS from the hosts it declares, with a time limit, to public
 * addresses only, without redirects. Throws `PlatformError`.
 */
export interface PlatformApi {
  getJson(url: string, headers?: Record<string, string>): Promise<unknown>;
  postForm(url: string, form: Record<string, string>): Promise<unknown>;
  /** The result of `load`, cached for `forS` seconds: a token is not fetched for each request. */
  cached(name: string, load: () => Promise<{ value: string; forS: number }>): Promise<string>;
}

/** A failed request to a platform. `message` is a sentence for the crew and holds no secret. */
export class PlatformError extends Error {
  constructor(
    /** HTTP status of the answer; null without one. */
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

/**
 * How a platform's view of the stream and its viewer count are read, with a key or token that the person
 * entered.
 */
export interface PlatformReading {
  /** The only hosts that `read` may reach. */
  hosts: string[];
  /** Whether the fields for `read` are filled in. */
  canAsk(question: PlatformQuestion): boolean;
  /** Called every half minute while on the air. May throw `PlatformError`. */
  read(api: PlatformApi, question: PlatformQuestion): Promise<PlatformAnswer>;
}

/** What a connection test may do before the event. */
export interface TestRules {
  /** Whether it may send ten seconds of slate. */
  pictures: TestPictures;
  /** The key under which the platform accepts pictures without showing them, made from the stream key. */
  key?(streamKey: string): string;
}

/**
 * One kind of destination. Data and pure functions; only `platform` reaches the network, through the narrow
 * `PlatformApi`. The browser receives `id`, `label`, `fields`, `keyLabel`, `keyHelp`, `keyRequired`, `limits`
 * and how it is tested, and no code.
 */
export interface DestinationPlugin {
  id: string;
  label: string;
  fields: DestinationField[];
  /** The platform's name for its key; `Stream key` at most of them. */
  keyLabel: string;
  /** Where the person finds it. */
  keyHelp: string;
  keyRequired: boolean;
  /** What the platform accepts; the program is compared with it before it goes on the air. */
  limits: EncodingLimits;
  /** Input that `check` accepts, for the guide and the contract test. Not a real key. */
  example: Given;
  /**
   * Checks what a person typed and explains what is wrong ("this looks like a watch address, not a stream
   * key").
   *
   * @param stored the settings before a change: what was accepted as an address is not taken for a key now
   */
  check(given: Given, stored?: Readonly<Record<string, string>>): Checked<Given>;
  /** Where to send, from settings that passed `check`. */
  ingest(settings: Record<string, string>): Ingest;
  /**
   * Where viewers can watch, if the settings name the channel. Platforms require the site they are embedded
   * in: `host` is that site's name, or a mark that stands for it; it is inserted unchanged.
   */
  watch(settings: Record<string, string>, host: string): PlayerAddresses | null;
  /**
   * Turns an error of the ingest into a sentence with what to do; null for one that this plugin does not
   * know.
   */
  explain(error: string): string | null;
  /**
   * The platform's own page for streamers, which a diagnosis may link to; `label` is its name. Null where
   * there is none.
   */
  studio: { label: string; url: string } | null;
  test: TestRules;
  platform?: PlatformReading;
}
