import { Shape } from '../../ui/shape';
import type { EventStep } from './event-steps';

/** From creating to looking back: where this event stands. */
export function StageStrip({ stages }: { stages: EventStep[] }) {
  return (
    <ol className="stages" aria-label="Stages">
      {stages.map((stage) => (
        <li
          key={stage.name}
          data-state={stage.state}
          aria-current={stage.state === 'now' ? 'step' : undefined}
        >
          <Shape state={stage.state === 'done' ? 'ready' : stage.state === 'now' ? 'selected' : 'standby'} />
          <span className="clip">
            <b>{stage.name}</b>
            <small className="clip">{stage.text}</small>
          </span>
        </li>
      ))}
    </ol>
  );
}
