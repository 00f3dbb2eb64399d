import { Shape } from '../../ui/shape';

/** `over`: there has been a picture, and the last one still stands. */
export function PlayerWait({ over }: { over: boolean }) {
  return (
    <p className="player-wait" role="status" data-over={over}>
      <Shape state="waiting" />
      {over ? 'The picture comes back by itself' : 'The picture is on its way'}
    </p>
  );
}
