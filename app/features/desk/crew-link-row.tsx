import { useState } from 'react';
import { Button } from '../../ui/button';
import { useNow } from '../../ui/clock';
import { ConfirmDialog } from '../../ui/dialog';
import { dayAndTime } from '../../ui/format';
import { useCrew } from '../crew/crew-context';
import { useCommand } from '../crew/use-command';
import type { CrewLinkFacts } from './desk-data';

export function CrewLinkRow({ link, onChanged }: { link: CrewLinkFacts; onChanged: () => void }) {
  const { commands } = useCrew();
  const { busy, run } = useCommand();
  const [asking, setAsking] = useState(false);
  const roleWord = link.role.charAt(0).toUpperCase() + link.role.slice(1);
  // Times of day follow this browser's clock, which the server does not know.
  const ready = useNow() !== null;
  const revoke = () =>
    void run('revoke', () => commands.revokeLink(link.id)).then((done) => {
      setAsking(false);
      if (done) onChanged();
    });
  return (
    <li>
      <span className="grow">
        <b className="clip">{link.label}</b>
        <small>
          {link.label === roleWord ? '' : `${roleWord}, `}
          {link.openedAt && ready ? `opened ${dayAndTime(link.openedAt)}` : 'not opened yet'}
        </small>
      </span>
      <Button kind="surface" aria-description={link.label} onClick={() => setAsking(true)}>
        Revoke
      </Button>
      <ConfirmDialog
        open={asking}
        title={`Revoke ${link.label}?`}
        confirm="Revoke link"
        busy={busy.has('revoke')}
        onConfirm={revoke}
        onClose={() => setAsking(false)}
      >
        Whoever came in by this link is signed out at once.
      </ConfirmDialog>
    </li>
  );
}
