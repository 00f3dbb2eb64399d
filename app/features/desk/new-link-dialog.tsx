import { Button } from '../../ui/button';
import { CopyButton } from '../../ui/copy-button';
import { Dialog } from '../../ui/dialog';
import type { LinkRole } from '../crew/commands';

export interface MadeLink {
  role: LinkRole;
  url: string;
}

const MAY: Record<LinkRole, string> = {
  director: 'direct this event',
  host: 'go on the air in this show',
  moderator: 'look after the chat of this event',
  scorer: 'keep the score of this event',
};

/** Shows a new crew link: this once, because only its hash is kept. */
export function NewLinkDialog({ made, onClose }: { made: MadeLink | null; onClose: () => void }) {
  const role = made?.role ?? 'director';
  return (
    <Dialog open={made !== null} title={`New ${role} link`} onClose={onClose}>
      <p>
        Send it to the {role}. It is shown this once; whoever has it can {MAY[role]} until you revoke it.
      </p>
      <input
        className="input"
        readOnly
        aria-label="Link"
        value={made?.url ?? ''}
        onFocus={(event) => event.target.select()}
      />
      <div className="dialog-buttons">
        <Button onClick={onClose}>Close</Button>
        <CopyButton kind="primary" text={made?.url ?? ''}>
          Copy link
        </CopyButton>
      </div>
    </Dialog>
  );
}
