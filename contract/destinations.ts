import { z } from 'zod';
import type { EncodingLimits } from './encoding';
import {
  type DestinationServer,
  FAULT_SIDES,
  type FieldType,
  FIX_ACTIONS,
  type FixAction,
  type OutputState,
  PLATFORM_HEALTHS,
  type TestPictures,
  type TestStage,
} from './vocabulary';

/** What a platform's API reports of a stream. */
export const PlatformFacts = z.object({
  health: z.enum(PLATFORM_HEALTHS).nullable(),
  /** A sentence. */
  message: z.string().max(500).nullable(),
  /** The count that the platform shows. */
  viewers: z.number().int().min(0).nullable(),
  /** When it was read, ISO 8601. */
  at: z.string(),
});
export type PlatformFacts = z.infer<typeof PlatformFacts>;

/** The result of a destination's connection test. */
export const DestinationTestResult = z.object({
  ok: z.boolean(),
  /** One sentence with what to do. */
  text: z.string(),
  side: z.enum(FAULT_SIDES).nullable(),
  remedy: z.enum(FIX_ACTIONS).nullable(),
  tookMs: z.number(),
});
export type DestinationTestResult = z.infer<typeof DestinationTestResult>;

/** A destination as crew see it. */
export interface DestinationSlice {
  id: string;
  plugin: string;
  label: string;
  enabled: boolean;
  status: OutputState;
  since: string;
  kbps: number;
  retries: number;
  verdict: string | null;
  /** The fix action of the button next to the diagnosis. */
  remedy: FixAction | null;
  /** The newest test with the present address and key. */
  test: { ok: boolean; text: string; remedy: FixAction | null; at: string } | null;
  /** Progress of a running test. One whose engine died counts as over after half a minute. */
  testing: { stage: TestStage; pictures: boolean; at: string } | null;
  /** Last four characters of the key, '' without a key. */
  keyHint: string;
  /** Scheme and host of the ingest, never path and key. */
  address: string;
  /** The fields that are not secret. */
  settings: Record<string, string>;
  /** Where viewers can watch it on the platform, or null. */
  player: PlayerAddresses | null;
  /** What the platform's API reports, where it is used. */
  platform: PlatformFacts | null;
  /** Which server comes first, and whether there are two. */
  server: DestinationServer;
  hasBackup: boolean;
  /** The platform's own page for streamers. */
  studio: { label: string; url: string } | null;
}

/** Addresses hold `{host}` where the page's own host name belongs; see core/embedding.ts. */
export interface PlayerAddresses {
  playerUrl: string;
  chatUrl: string | null;
  /** Usual delay of the platform, seconds. */
  delayS: number;
}

/** A platform on which an event can be watched as well. */
export interface PublicPlayer extends PlayerAddresses {
  id: string;
  /**
   * Id of the plugin, such as `youtube`; the same in every event, so a viewer's choice can be remembered by
   * it.
   */
  plugin: string;
  label: string;
}

/**
 * A field of a destination's form, as data for the browser. Values of type `secret` are sealed like the
 * stream key: they reach the engine and no page. All others are settings, which crew may read.
 */
export interface DestinationField {
  /** Letters only; unique within the plugin, and not `streamKey`. */
  name: string;
  label: string;
  type: FieldType;
  required: boolean;
  /** A sentence or two: what it is, where to find it. */
  help: string;
  placeholder?: string;
  /** Of a `select`; the first is the default. */
  options?: { value: string; label: string }[];
}

/** What the browser gets of a plugin: data for its form, and no code. */
export interface DestinationForm {
  id: string;
  label: string;
  fields: DestinationField[];
  keyLabel: string;
  keyHelp: string;
  keyRequired: boolean;
  limits: EncodingLimits;
  testPictures: TestPictures;
}
