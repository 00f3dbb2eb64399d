import type { DestinationSlice } from '../../../contract/messages';
import type { DestinationServer } from '../../../contract/vocabulary';
import { Button } from '../../ui/button';
import { useCrew } from '../crew/crew-context';
import { useCommand } from '../crew/commands';

/** The form in which a person mends a destination. */
export type Fix = 'key' | 'settings';

interface Props {
  destination: DestinationSlice;
  /** Opens that form; null for crew who may not change destinations (the diagnosis says whom to ask). */
  onFix: ((what: Fix) => void) | null;
}

const FIX = {
  'replace-key': ['key', 'Replace key'],
  'check-address': ['settings', 'Check address'],
} as const;

/** The button for the fix action of a diagnosis. */
export function RemedyButton({ destination, onFix }: Props) {
  const { commands } = useCrew();
  const { busy, run } = useCommand();
  const { id, label, remedy, studio, server, hasBackup } = destination;
  const look = { size: 'small', kind: 'primary', 'aria-description': label } as const;
  switch (remedy) {
    case null:
      return server === 'backup' && hasBackup ? <ServerButton destination={destination} to="first" /> : null;
    case 'replace-key':
    case 'check-address': {
      const [what, word] = FIX[remedy];
      return onFix ? (
        <Button {...look} onClick={() => onFix(what)}>
          {word}
        </Button>
      ) : null;
    }
    case 'try-now':
      return (
        <Button
          {...look}
          busy={busy.has('again')}
          onClick={() => void run('again', () => commands.startDestination(id))}
        >
          Try now
        </Button>
      );
    case 'use-backup':
      return <ServerButton destination={destination} to="backup" primary />;
    case 'use-first':
      return <ServerButton destination={destination} to="first" primary />;
    case 'open-platform':
      return studio ? (
        <a
          className="button"
          data-size="small"
          data-kind="primary"
          aria-description={label}
          href={studio.url}
          target="_blank"
          rel="noreferrer"
        >
          Open {studio.label}
        </a>
      ) : null;
  }
}

interface ServerProps {
  destination: DestinationSlice;
  to: DestinationServer;
  primary?: boolean;
}

function ServerButton({ destination: { id, label }, to, primary = false }: ServerProps) {
  const { commands } = useCrew();
  const { busy, run } = useCommand();
  return (
    <Button
      size="small"
      kind={primary ? 'primary' : undefined}
      aria-description={label}
      busy={busy.has('server')}
      onClick={() => void run('server', () => commands.chooseServer(id, to))}
    >
      Use {to} server
    </Button>
  );
}
