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

/** What a platform says of a stream by its own programming interface. */
export const PlatformFacts = z.object({
  health: z.enum(PLATFORM_HEALTHS).nullable(),
  /** A sentence. */
  message: z.string().max(500).nullable(),
  /** The number that the platform shows. */
  viewers: z.number().int().min(0).nullable(),
  /** When it was asked, ISO 8601. */
  at: z.string(),
});
export type PlatformFacts = z.infer<typeof PlatformFacts>;

/** What came of a test of a destination: whether its server would take the program. */
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
  /** What the button beside the verdict does. */
  remedy: FixAction | null;
  /** The newest test of its connection, of the address and key that it has now. */
  test: { ok: boolean; text: string; remedy: FixAction | null; at: string } | null;
  /** How far a running test is, since when. One whose engine died stays, and is over after half a minute. */
  testing: { stage: TestStage; pictures: boolean; at: string } | null;
  /** Last four characters of the key, '' without one. */
  keyHint: string;
  /** Scheme and host of the ingest, without path and key. */
  address: string;
  /** What is entered besides the secrets. */
  settings: Record<string, string>;
  /** Where viewers can watch it on the platform, or null. */
  player: PlayerAddresses | null;
  /** What the platform itself says, where it is asked. */
  platform: PlatformFacts | null;
  /** Which of its servers comes first, and whether there are two. */
  server: DestinationServer;
  hasBackup: boolean;
  /** The platform's own page for who streams. */
  studio: { label: string; url: string } | null;
}

/** Addresses hold `{host}` where the page's own host name belongs; see core/player-address. */
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
   * Kind of destination, such as `youtube`; stays the same from event to event, so a choice can be remembered
   * by it.
   */
  plugin: string;
  label: string;
}

/**
 * A field of a destination's form, as data for the browser. What is typed into one of type `secret` is sealed
 * like the stream key: it reaches the engine and no page. All others are settings, which the crew may read.
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
  /** Of a `select`; the first one is what an empty form shows. */
  options?: { value: string; label: string }[];
}

/** What the browser may know of a kind of destination: data for its form, and no code. */
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
