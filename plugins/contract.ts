import type { EncodingProfile } from '../core/encoding';

/** A field of a destination's form, as data for the browser. */
export interface DestinationField {
  name: string;
  label: string;
  type: 'text' | 'url' | 'select';
  required: boolean;
  help: string;
  placeholder?: string;
  options?: { value: string; label: string }[];
}

/** What the platform accepts; checked before going live. Bitrates in kbit/s. */
export interface EncodingLimits {
  maxVideoKbps: number;
  maxKeyframeIntervalS: number;
  audioRatesHz: number[];
  maxAudioKbps: number;
}

export interface Ingest {
  /** Address without the key, such as `rtmps://a.rtmps.youtube.com/live2`. */
  url: string;
  backupUrl: string | null;
}

export type Checked<T> = { ok: true; value: T } | { ok: false; field: string; message: string };

/**
 * One kind of destination. Pure data and pure functions: no network, no secret kept. The browser receives `id`,
 * `label`, `fields` and `keyHelp` only.
 */
export interface DestinationPlugin {
  id: string;
  label: string;
  fields: DestinationField[];
  /** Where the person finds the stream key. */
  keyHelp: string;
  keyRequired: boolean;
  limits: EncodingLimits;
  /** Checks what a person typed and explains what is wrong ("this looks like a watch address, not a stream key"). */
  check(
    settings: Record<string, string>,
    streamKey: string,
  ): Checked<{ settings: Record<string, string>; streamKey: string }>;
  ingest(settings: Record<string, string>): Ingest;
  /**
   * Viewers' player and chat by the platform, where the settings tell the channel, and its usual delay in seconds. Platforms want
   * to know on which site they are embedded: `host` is that site's name, or a mark that stands for it and goes in as it is.
   */
  watch(
    settings: Record<string, string>,
    host: string,
  ): { playerUrl: string; chatUrl: string | null; delayS: number } | null;
  /** Puts an error of the ingest into a sentence with what to do; null when it says nothing to this plugin. */
  explain(error: string): string | null;
  /** Differences between the program's encoding and the limits, as sentences; empty when it suits. */
  suits(profile: EncodingProfile): string[];
}
