import type { CrewState } from '../../../contract/messages';
import { dayAndTime } from '../../ui/format';
import { Shape } from '../../ui/signs';
import { isReady } from '../crew/looks';
import type { PreflightCheck } from './preflight/preflight';

export function EventSteps({ steps }: { steps: EventStep[] }) {
  return (
    <ol className="event-steps" aria-label="Stages">
      {steps.map((step) => (
        <li key={step.name} data-state={step.state} aria-current={step.state === 'now' ? 'step' : undefined}>
          <Shape state={step.state === 'done' ? 'ready' : step.state === 'now' ? 'selected' : 'standby'} />
          <span className="clip">
            <b>{step.name}</b>
            <small className="clip">{step.text}</small>
          </span>
        </li>
      ))}
    </ol>
  );
}

type StepName = 'Create' | 'Cameras' | 'Check' | 'Live' | 'Look back';
interface EventStep {
  /** A show’s second step is called Host. */
  name: StepName | 'Host';
  text: string;
  state: 'done' | 'now' | 'todo';
}

const NAMES: StepName[] = ['Create', 'Cameras', 'Check', 'Live', 'Look back'];

function stepOf(state: CrewState): StepName {
  if (state.event.status === 'draft') return 'Create';
  if (state.event.status === 'live') return 'Live';
  if (state.event.status === 'ended') return 'Look back';
  return state.cameras.some(isReady) ? 'Check' : 'Cameras';
}

export function eventSteps(
  state: CrewState,
  checks: PreflightCheck[],
  facts: { createdAt: string; recordings: number },
): EventStep[] {
  const now = NAMES.indexOf(stepOf(state));
  const ready = state.cameras.filter(isReady).length;
  const waiting = state.cameras.filter((camera) => camera.state === 'waiting').length;
  const go = checks.filter((check) => check.result === 'go').length;
  const look = checks.filter((check) => check.result === 'no' || check.result === 'look').length;
  const { startsAt, status, kind } = state.event;
  const show = kind === 'show';
  const host = ready > 0 ? 'on the air' : 'not on the air';
  const texts: Record<StepName, string> = {
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
