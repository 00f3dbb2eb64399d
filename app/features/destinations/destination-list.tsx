import { KeyRound, Plus } from 'lucide-react';
import { useState } from 'react';
import type { DestinationForm } from '../../../contract/destinations';
import type { DestinationSlice } from '../../../contract/messages';
import { Button } from '../../ui/button';
import { ConfirmDialog } from '../../ui/dialog';
import { mbitText } from '../../ui/format';
import { Menu } from '../../ui/menu';
import { StateWord } from '../../ui/signs';
import { useCrew } from '../crew/crew-context';
import { needsLook, OUTPUT_LOOK } from '../crew/looks';
import { useCommand } from '../crew/commands';
import { DestinationDialog, type Editing } from './destination-form';
import { PlatformChip } from './platform-chip';
import { RemedyButton } from './remedy-button';
import { TestDialog, testProgress } from './test-dialog';

interface DestinationListProps {
  forms: DestinationForm[];
  editing: Editing;
  onEdit: (editing: Editing) => void;
}

export function DestinationList({ forms, editing, onEdit }: DestinationListProps) {
  const { destinations, event } = useCrew().state;
  const [key, setKey] = useState(0);
  const open = (what: Editing) => {
    setKey(key + 1);
    onEdit(what);
  };
  return (
    <section id="destinations" aria-labelledby="destinations-title" tabIndex={-1}>
      <div className="part-head">
        <h2 id="destinations-title">Destinations</h2>
        <span className="small text-3">Keys are stored sealed and never shown again</span>
      </div>
      <ul className="desk-list">
        {destinations.map((destination) => (
          <DestinationRow
            key={destination.id}
            destination={destination}
            form={forms.find(({ id }) => id === destination.plugin)}
            onEdit={open}
          />
        ))}
      </ul>
      {destinations.length === 0 ? (
        <p className="desk-empty">
          {event.kind === 'show'
            ? 'The host goes to the viewers directly. Add YouTube, Twitch or any RTMP address: with the first one the show is also recorded.'
            : 'The program goes to the watch page and the recording. Add YouTube, Twitch or any RTMP address.'}
        </p>
      ) : null}
      <Button kind="link" icon={<Plus className="icon" />} onClick={() => open({ what: 'new' })}>
        Add destination
      </Button>
      <DestinationDialog key={key} forms={forms} editing={editing} onClose={() => onEdit(null)} />
    </section>
  );
}

interface DestinationRowProps {
  destination: DestinationSlice;
  form: DestinationForm | undefined;
  onEdit: (what: Editing) => void;
}

function DestinationRow({ destination, form, onEdit }: DestinationRowProps) {
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

/** Before the show: the result of its last test. */
function DestinationState({ destination }: { destination: DestinationSlice }) {
  const { now } = useCrew();
  const { status, enabled, test } = destination;
  if (status === 'off' && testProgress(destination, now))
    return <StateWord state="waiting">Testing</StateWord>;
  if (status === 'off' && test)
    return (
      <StateWord state={test.ok ? 'ready' : 'attention'}>{test.ok ? 'Tested' : 'Test failed'}</StateWord>
    );
  if (status === 'off')
    return <StateWord state={enabled ? 'ready' : 'standby'}>{enabled ? 'Ready' : 'Off'}</StateWord>;
  const { sign, word } = OUTPUT_LOOK[status];
  return <StateWord state={sign}>{word}</StateWord>;
}
