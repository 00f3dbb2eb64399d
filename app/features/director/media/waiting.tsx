import { Shape } from '../../../ui/shape';

/** In place of a picture that is still to come. */
export function Waiting({ text }: { text: string }) {
  return (
    <span className="picture-note">
      <Shape state="waiting" />
      {text}
    </span>
  );
}
