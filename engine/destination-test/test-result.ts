import type { DestinationTestResult } from '../../contract/destinations';
import type { DestinationFailure } from '../../core/destination-state';
import { diagnose } from '../../core/diagnosis';
import { explainFailure } from '../outputs/destination/explain';

export interface Outcome {
  /** Null: all well. */
  failure: DestinationFailure | null;
  /** What the server took; null where no pictures were sent. */
  kbps: number | null;
  tookMs: number;
}

/** What came of a test, in one sentence with what to do. */
export function testResult(plugin: string, { failure, kbps, tookMs }: Outcome): DestinationTestResult {
  if (failure === null) {
    const text =
      kbps === null
        ? 'The server takes the program with this key.'
        : `The server took ten seconds of pictures with this key, ${(kbps / 1000).toFixed(1)} Mbit/s.`;
    return { ok: true, text, side: null, remedy: null, tookMs };
  }
  const verdict = diagnose(
    {
      ...{ state: 'failed', fault: failure, failures: 1, liveMs: 0 },
      ...{ server: 'only', wanted: 'first', others: 'none', platform: null },
    },
    explainFailure(plugin, failure),
  );
  return {
    ok: false,
    text: verdict?.text ?? 'The test failed.',
    side: verdict?.side ?? null,
    remedy: verdict?.remedy ?? null,
    tookMs,
  };
}

/** Somebody went live meanwhile: two connections under one key would throw each other out. */
export function endedByAir(tookMs: number): DestinationTestResult {
  const text = 'It goes on the air now, so the test ended. Its state says how it does.';
  return { ok: false, text, side: null, remedy: null, tookMs };
}
