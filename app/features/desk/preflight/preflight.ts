import type { DestinationForm } from '../../../../contract/destinations';
import type { EncodingChoice } from '../../../../contract/encoding';
import type { CameraSlice, CrewState, Telemetry } from '../../../../contract/messages';
import { changedEncoding, mismatches, proposalFor } from '../../../../core/encoding';
import { LOW_BATTERY } from '../../../ui/meters';
import { count, percent } from '../../../ui/format';
import { isReady, needsLook } from '../../crew/looks';
/**
 * `no`: viewers would see the slate or nothing. `look`: it works, but somebody should look. `wait`: resolves
 * without anybody.
 */
export type CheckResult = 'no' | 'look' | 'wait' | 'go';

/** What the button next to a check does. */
export type CheckFix =
  | { label: string; do: 'show'; target: 'connect' | 'cameras' | 'destinations' }
  | { label: string; do: 'admit' | 'unmute'; cameraId: string }
  | { label: string; do: 'key'; destinationId: string }
  | { label: string; do: 'encode'; encoding: EncodingChoice };

export interface PreflightCheck {
  name: string;
  result: CheckResult;
  text: string;
  remedy: CheckFix | null;
}

export interface PreflightFacts {
  state: CrewState;
  telemetry: Telemetry | null;
  /** Limits of a kind of destination; null for a kind that this page does not know. */
  kindOf: (plugin: string) => Pick<DestinationForm, 'keyRequired' | 'limits'> | null;
}

/** dBFS; a peak below this counts as silence. */
const SILENT_DB = -60;
const TIGHT_HEADROOM = 0.15;
const ORDER: CheckResult[] = ['no', 'look', 'wait', 'go'];

/** All checks before going live, the worst first. */
export function preflight(facts: PreflightFacts): PreflightCheck[] {
  const checks = [
    cameras(facts),
    battery(facts),
    sound(facts),
    destinations(facts),
    pictureCheck(facts),
    recording(facts),
    engine(facts),
  ];
  return checks
    .filter((check) => check !== null)
    .sort((a, b) => ORDER.indexOf(a.result) - ORDER.indexOf(b.result));
}

/** A show without a destination needs no engine: viewers subscribe to the host directly. */
function withoutEngine({ event, destinations: all }: CrewState): boolean {
  return event.kind === 'show' && !all.some((one) => one.enabled);
}

/** Only the host can go on the air, so there is no fix to offer. */
function host({ cameras: [one], event }: CrewState): PreflightCheck {
  const there = event.status === 'live' && one !== undefined && isReady(one);
  const text = there ? `${one.label} is on the air` : `${one?.label ?? 'The host'} is not on the air`;
  return { name: 'Host', result: there ? 'go' : 'wait', text, remedy: null };
}

function cameras({ state }: PreflightFacts): PreflightCheck {
  if (state.event.kind === 'show') return host(state);
  const name = 'Cameras';
  const admitted = state.cameras.filter((camera) => camera.state === 'admitted');
  const waiting = state.cameras.find((camera) => camera.state === 'waiting');
  const ready = admitted.filter(isReady);
  const without = admitted.find((camera) => !isReady(camera));
  if (waiting) {
    const remedy: CheckFix = { label: `Admit ${waiting.label}`, do: 'admit', cameraId: waiting.id };
    return {
      name,
      result: ready.length === 0 ? 'no' : 'look',
      text: `${waiting.label} waits to be admitted.`,
      remedy,
    };
  }
  if (ready.length === 0) {
    const remedy: CheckFix = { label: 'Connect a phone', do: 'show', target: 'connect' };
    return { name, result: 'no', text: 'No camera sends a picture. Viewers would see the slate.', remedy };
  }
  if (without) {
    const remedy: CheckFix = { label: 'Show cameras', do: 'show', target: 'cameras' };
    return { name, result: 'look', text: `${without.label} sends no picture.`, remedy };
  }
  return { name, result: 'go', text: `${count(ready.length, 'fresh picture')}`, remedy: null };
}

function battery({ state, telemetry }: PreflightFacts): PreflightCheck | null {
  const levels = state.cameras.filter(isReady).flatMap((camera) => {
    const phone = telemetry?.cameras[camera.id]?.phone;
    if (!phone || phone.battery === null) return [];
    return [{ camera, level: phone.battery, charging: phone.charging === true }];
  });
  const lowest = levels.filter((one) => !one.charging).sort((a, b) => a.level - b.level)[0];
  if (levels.length === 0) return null;
  if (!lowest || lowest.level >= LOW_BATTERY) {
    return {
      name: 'Battery',
      result: 'go',
      text: lowest ? `Lowest ${percent(lowest.level)}` : 'All are charging',
      remedy: null,
    };
  }
  const text = `${lowest.camera.label} has ${percent(lowest.level)}. Ask its operator to plug in a power bank.`;
  return {
    name: 'Battery',
    result: 'look',
    text,
    remedy: { label: 'Show cameras', do: 'show', target: 'cameras' },
  };
}

function sound({ state, telemetry }: PreflightFacts): PreflightCheck | null {
  if (withoutEngine(state)) return null;
  const ready = state.cameras.filter(isReady);
  if (ready.length === 0) return null;
  const peak = (camera: CameraSlice) => telemetry?.cameras[camera.id]?.engine?.audioPeakDb ?? -Infinity;
  const open = ready.filter((camera) => !camera.muted);
  const loudest = [...open].sort((a, b) => peak(b) - peak(a))[0];
  const muted = ready.find((camera) => camera.muted);
  if (!loudest && muted) {
    const remedy: CheckFix = { label: `Unmute ${muted.label}`, do: 'unmute', cameraId: muted.id };
    return {
      name: 'Sound',
      result: 'look',
      text: 'Every camera is muted. Viewers would hear nothing.',
      remedy,
    };
  }
  if (!loudest || peak(loudest) < SILENT_DB) {
    const text = 'No microphone hears anything yet. Ask an operator to speak.';
    return {
      name: 'Sound',
      result: telemetry?.engine.status === 'running' ? 'look' : 'wait',
      text,
      remedy: null,
    };
  }
  const level = `${Math.round(peak(loudest))} dB`.replace('-', '−');
  return { name: 'Sound', result: 'go', text: `${loudest.label} microphone, ${level}`, remedy: null };
}

function destinations({ state, kindOf }: PreflightFacts): PreflightCheck {
  const name = 'Destinations';
  const enabled = state.destinations.filter((one) => one.enabled);
  const keyless = enabled.find((one) => one.keyHint === '' && kindOf(one.plugin)?.keyRequired === true);
  const sick = enabled.find((one) => needsLook(one.status));
  if (keyless) {
    const remedy: CheckFix = { label: 'Enter key', do: 'key', destinationId: keyless.id };
    return { name, result: 'no', text: `${keyless.label} has no stream key.`, remedy };
  }
  if (sick) {
    const remedy: CheckFix = { label: 'Show destinations', do: 'show', target: 'destinations' };
    return {
      name,
      result: 'look',
      text: sick.verdict ?? `${sick.label} does not take the program.`,
      remedy,
    };
  }
  const failed = enabled.find((one) => one.test?.ok === false);
  if (failed && state.event.status !== 'live') {
    const remedy: CheckFix = { label: 'Show destinations', do: 'show', target: 'destinations' };
    return { name, result: 'look', text: `${failed.label}: ${failed.test?.text}`, remedy };
  }
  if (enabled.length === 0) {
    const text = state.event.kind === 'show' ? 'None: viewers only' : 'None: watch page and recording only';
    return { name, result: 'go', text, remedy: null };
  }
  const names = enabled.map((one) => one.label).join(', ');
  const live = enabled.every((one) => one.status === 'live');
  return {
    name,
    result: 'go',
    text: live
      ? `${names} on the air`
      : `${names} ${enabled.every((one) => one.test) ? 'answered' : 'ready to start'}`,
    remedy: null,
  };
}

function recording({ state }: PreflightFacts): PreflightCheck {
  if (withoutEngine(state)) {
    const text = 'None. A show is recorded while it has a destination.';
    return { name: 'Recording', result: 'go', text, remedy: null };
  }
  const { status, verdict } = state.outputs.recording;
  if (needsLook(status)) {
    return {
      name: 'Recording',
      result: 'look',
      text: verdict ?? 'The recording does not run.',
      remedy: null,
    };
  }
  return {
    name: 'Recording',
    result: 'go',
    text: status === 'live' ? 'Running' : 'Starts with the event',
    remedy: null,
  };
}

function engine({ state, telemetry }: PreflightFacts): PreflightCheck | null {
  if (withoutEngine(state)) return null;
  const name = 'Engine';
  const now = telemetry?.engine;
  if (!now || now.status === 'off') {
    const live = state.event.status === 'live';
    return {
      name,
      result: live ? 'look' : 'wait',
      text: live ? 'Not running yet.' : 'Starts with the first camera',
      remedy: null,
    };
  }
  if (now.status === 'starting') return { name, result: 'wait', text: 'Starting', remedy: null };
  if (now.status === 'stopped') {
    return {
      name,
      result: 'no',
      text: 'It has stopped. It is started again automatically; if not, restart Touchline.',
      remedy: null,
    };
  }
  const text = `${Math.round(now.fps)} fps, ${percent(now.headroom)} head-room`;
  if (now.headroom >= TIGHT_HEADROOM) return { name, result: 'go', text, remedy: null };
  return { name, result: 'look', text: `${text}. Close other programs on this machine.`, remedy: null };
}

/** All checks summed up in one sentence. */
export function preflightSentence(checks: PreflightCheck[]): string {
  const stops = checks.filter((check) => check.result === 'no').length;
  const looks = checks.filter((check) => check.result === 'look').length;
  if (stops > 0)
    return stops === 1 ? 'Not yet: one thing is missing.' : `Not yet: ${stops} things are missing.`;
  if (looks > 0)
    return looks === 1
      ? 'You can go live. One thing to look at.'
      : `You can go live. ${looks} things to look at.`;
  return 'All go.';
}

/** Compares the encoding with the limits of each platform; null while all accept it. */
function pictureCheck({ state, kindOf }: PreflightFacts): PreflightCheck | null {
  const { encoding, status } = state.event;
  const found = state.destinations
    .filter(({ enabled }) => enabled)
    .flatMap(({ label, plugin }) => {
      const kind = kindOf(plugin);
      return kind ? mismatches(label, kind.limits, encoding) : [];
    });
  const [first, ...more] = found;
  if (!first) return null;
  const rest =
    more.length > 0 ? ` ${more.length} more ${more.length > 1 ? 'do' : 'does'} not fit either.` : '';
  const proposal = status === 'live' ? null : proposalFor(found);
  const choice = proposal && changedEncoding(encoding, proposal);
  return {
    name: 'Picture',
    result: 'look',
    text: first.text + rest,
    remedy:
      proposal && choice ? { label: `Set ${settingsText(proposal)}`, do: 'encode', encoding: choice } : null,
  };
}

function settingsText({ height, fps, videoKbps }: Partial<EncodingChoice>): string {
  return [height && `${height} lines`, fps && `${fps} pictures a second`, videoKbps && `${videoKbps} kbit/s`]
    .filter(Boolean)
    .join(', ');
}
