import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import type { DestinationSlice } from '../../realtime/contract';
import { Button } from '../../ui/button';
import { ConfirmDialog } from '../../ui/dialog';
import { mbitText } from '../../ui/format';
import { Menu } from '../../ui/menu';
import { StateWord } from '../../ui/state-word';
import { useCrew } from '../crew/crew-context';
import { OUTPUT_LOOK } from '../crew/output-look';
import { useCommand } from '../crew/use-command';
import type { Editing } from './destination-dialog';

/** One destination: where to, which key, how it does. */
export function DestinationRow({
  destination,
  onEdit,
}: {
  destination: DestinationSlice;
  onEdit: (what: Editing) => void;
}) {
  const { commands } = useCrew();
  const { busy, run } = useCommand();
  const [asking, setAsking] = useState(false);
  const { id, enabled, keyHint, label } = destination;
  const toggle = () =>
    void run('toggle', () => (enabled ? commands.stopDestination(id) : commands.startDestination(id)));
  const test = () => void run('test', () => commands.testDestination(id));
  const remove = () => void run('remove', () => commands.removeDestination(id)).then(() => setAsking(false));
  return (
    <li>
      <span className="grow">
        <b className="clip">{label}</b>
        <small className="clip" title={destination.test?.text}>
          {detail(destination)}
        </small>
      </span>
      <span className="row-key num">
        <KeyRound className="icon" />
        {keyHint === '' ? 'No key shown' : `•••• ${keyHint}`}
      </span>
      <Button
        kind="surface"
        className="row-key-button"
        aria-description={label}
        onClick={() => onEdit({ what: 'key', destination })}
      >
        {keyHint === '' ? 'Enter key' : 'Replace key'}
      </Button>
      <span className="row-state">
        <DestinationState destination={destination} testing={busy.has('test')} />
      </span>
      <Menu
        label="More"
        describes={label}
        items={[
          { label: 'Test connection', onSelect: test },
          { label: enabled ? 'Turn off' : 'Turn on', onSelect: toggle },
          { label: 'Settings…', onSelect: () => onEdit({ what: 'settings', destination }) },
          { label: 'Rename', onSelect: () => onEdit({ what: 'label', destination }) },
          { label: 'Remove…', onSelect: () => setAsking(true) },
        ]}
      />
      <ConfirmDialog
        open={asking}
        title={`Remove ${label}?`}
        confirm="Remove destination"
        busy={busy.has('remove')}
        onConfirm={remove}
        onClose={() => setAsking(false)}
      >
        Its stream ends, and its key is deleted. The other destinations are not affected.
      </ConfirmDialog>
    </li>
  );
}

function detail({ status, verdict, kbps, address, test }: DestinationSlice): string {
  if (status === 'live') return `${mbitText(kbps)} Mbit/s, ${address}`;
  if (status === 'off') return test && !test.ok ? test.text : address;
  return verdict ?? address;
}

function DestinationState({
  destination: { status, enabled, test },
  testing,
}: {
  destination: DestinationSlice;
  testing: boolean;
}) {
  if (testing) return <StateWord state="waiting">Testing</StateWord>;
  if (status === 'off' && test)
    return (
      <StateWord state={test.ok ? 'ready' : 'attention'}>{test.ok ? 'Tested' : 'Test failed'}</StateWord>
    );
  if (status === 'off')
    return <StateWord state={enabled ? 'ready' : 'standby'}>{enabled ? 'Ready' : 'Off'}</StateWord>;
  const { sign, word } = OUTPUT_LOOK[status];
  return <StateWord state={sign}>{word}</StateWord>;
}
