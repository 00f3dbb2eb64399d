import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import type { DestinationSlice } from '../../../contract/messages';
import { Button } from '../../ui/button';
import { ConfirmDialog } from '../../ui/dialog';
import { mbitText } from '../../ui/format';
import { Menu } from '../../ui/menu';
import { useCrew } from '../crew/crew-context';
import { needsLook } from '../crew/output-look';
import { PlatformChip } from '../crew/platform-chip';
import { RemedyButton } from '../crew/remedy-button';
import { useCommand } from '../crew/use-command';
import type { DestinationForm } from './desk-data';
import type { Editing } from './destination-dialog';
import { DestinationState } from './destination-state';
import { TestDialog } from './test-dialog';

interface Props {
  destination: DestinationSlice;
  form: DestinationForm | undefined;
  onEdit: (what: Editing) => void;
}

/** One destination: where to, which key, how it does, and what to do about it. */
export function DestinationRow({ destination, form, onEdit }: Props) {
  const { commands } = useCrew();
  const { busy, run } = useCommand();
  const [asking, setAsking] = useState<'remove' | 'test' | null>(null);
  const { id, enabled, keyHint, label, status, server, hasBackup } = destination;
  const keyWord = keyHint === '' ? 'Enter key' : 'Replace key';
  const close = () => setAsking(null);
  const toggle = () =>
    void run('toggle', () => (enabled ? commands.stopDestination(id) : commands.startDestination(id)));
  const other = server === 'first' ? 'backup' : 'first';
  const remove = () => void run('remove', () => commands.removeDestination(id)).then(close);
  const onFix = (what: 'key' | 'settings') => onEdit({ what, destination });
  const urgent = needsLook(status) || destination.verdict !== null;
  return (
    <li>
      <span className="grow">
        <b className="clip">{label}</b>
        <small className={urgent ? 'row-verdict' : 'clip'} role={urgent ? 'status' : undefined}>
          {detail(destination)}
        </small>
        <PlatformChip destination={destination} />
      </span>
      <span className="row-key num">
        <KeyRound className="icon" />
        {keyHint === '' ? 'No key shown' : `•••• ${keyHint}`}
      </span>
      {urgent && status !== 'off' ? (
        <span className="row-key-button">
          <RemedyButton destination={destination} onFix={onFix} />
        </span>
      ) : (
        <Button
          kind="surface"
          className="row-key-button"
          aria-description={label}
          onClick={() => onFix('key')}
        >
          {keyWord}
        </Button>
      )}
      <span className="row-state">
        <DestinationState destination={destination} />
      </span>
      <Menu
        label="More"
        describes={label}
        items={[
          { label: 'Test connection…', onSelect: () => setAsking('test') },
          { label: enabled ? 'Turn off' : 'Turn on', onSelect: toggle },
          ...(hasBackup
            ? [
                {
                  label: `Use ${other} server`,
                  onSelect: () => void run('server', () => commands.chooseServer(id, other)),
                },
              ]
            : []),
          { label: `${keyWord}…`, onSelect: () => onFix('key') },
          { label: 'Settings…', onSelect: () => onFix('settings') },
          { label: 'Rename…', onSelect: () => onEdit({ what: 'label', destination }) },
          { label: 'Remove…', onSelect: () => setAsking('remove') },
        ]}
      />
      <TestDialog
        open={asking === 'test'}
        destination={destination}
        form={form}
        onClose={close}
        onFix={onFix}
      />
      <ConfirmDialog
        open={asking === 'remove'}
        title={`Remove ${label}?`}
        confirm="Remove destination"
        busy={busy.has('remove')}
        onConfirm={remove}
        onClose={close}
      >
        Its stream ends, and its key is deleted. The other destinations are not affected.
      </ConfirmDialog>
    </li>
  );
}

function detail({ status, verdict, kbps, address, test, server }: DestinationSlice): string {
  if (status === 'off') return test && !test.ok ? test.text : address;
  if (verdict !== null) return verdict;
  if (status !== 'live') return address;
  return `${mbitText(kbps)} Mbit/s, ${server === 'backup' ? 'backup server' : address}`;
}
