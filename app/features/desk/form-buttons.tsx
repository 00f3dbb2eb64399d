import { Button } from '../../ui/button';
import { Notice } from '../../ui/notice';

/** The foot of a form in a dialog: what is wrong besides the fields, the way back, the way on. */
export function FormButtons(props: {
  error: string | null;
  busy: boolean;
  keep: string;
  onCancel: () => void;
}) {
  return (
    <>
      {props.error ? <Notice>{props.error}</Notice> : null}
      <div className="dialog-buttons">
        <Button onClick={props.onCancel}>Cancel</Button>
        <Button kind="primary" type="submit" busy={props.busy}>
          {props.keep}
        </Button>
      </div>
    </>
  );
}
