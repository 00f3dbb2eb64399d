import type { CrewState } from '../../../contract/messages';
import { dayAndTime } from '../../ui/format';
import { isReady } from '../crew/camera-look';
import type { PreflightCheck } from './preflight-check';

export type StageName = 'Create' | 'Cameras' | 'Check' | 'Live' | 'Look back';
export interface EventStep {
  /** As it is called for this kind of event. */
  name: StageName | 'Host';
  text: string;
  state: 'done' | 'now' | 'todo';
}

const NAMES: StageName[] = ['Create', 'Cameras', 'Check', 'Live', 'Look back'];

/** Which stage an event is in; what to do next follows from it. */
function stageOf(state: CrewState): StageName {
  if (state.event.status === 'draft') return 'Create';
  if (state.event.status === 'live') return 'Live';
  if (state.event.status === 'ended') return 'Look back';
  return state.cameras.some(isReady) ? 'Check' : 'Cameras';
}

export function stages(
  state: CrewState,
  checks: PreflightCheck[],
  facts: { createdAt: string; recordings: number },
): EventStep[] {
  const now = NAMES.indexOf(stageOf(state));
  const ready = state.cameras.filter(isReady).length;
  const waiting = state.cameras.filter((camera) => camera.state === 'waiting').length;
  const go = checks.filter((check) => check.verdict === 'go').length;
  const look = checks.filter((check) => check.verdict === 'no' || check.verdict === 'look').length;
  const { startsAt, status, kind } = state.event;
  const show = kind === 'show';
  const host = ready > 0 ? 'on the air' : 'not on the air';
  const texts: Record<StageName, string> = {
    Create: facts.createdAt,
    Cameras: show ? host : `${ready} ready${waiting > 0 ? `, ${waiting} waiting` : ''}`,
    Check: `${go} go${look > 0 ? `, ${look} to look at` : ''}`,
    Live: status === 'live' ? 'on the air' : startsAt ? `from ${dayAndTime(startsAt)}` : 'when you are ready',
    'Look back': facts.recordings > 0 ? `${facts.recordings} recorded` : 'recordings, log',
  };
  return NAMES.map((name, at) => ({
    name: show && name === 'Cameras' ? 'Host' : name,
    text: texts[name],
    state: at < now ? 'done' : at === now ? 'now' : 'todo',
  }));
}
