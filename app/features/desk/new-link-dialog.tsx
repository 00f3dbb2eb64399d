import { Button } from '../../ui/button';
import { CopyButton } from '../../ui/copy-button';
import { Dialog } from '../../ui/dialog';

/** Shows a new crew link: this once, because only its hash is kept. */
export function NewLinkDialog({ url, onClose }: { url: string | null; onClose: () => void }) {
  return (
    <Dialog open={url !== null} title="New director link" onClose={onClose}>
      <p>
        Send it to the director. It is shown this once; whoever has it can direct this event until you revoke
        it.
      </p>
      <input
        className="input"
        readOnly
        aria-label="Link"
        value={url ?? ''}
        onFocus={(event) => event.target.select()}
      />
      <div className="dialog-buttons">
        <Button onClick={onClose}>Close</Button>
        <CopyButton kind="primary" text={url ?? ''}>
          Copy link
        </CopyButton>
      </div>
    </Dialog>
  );
}
