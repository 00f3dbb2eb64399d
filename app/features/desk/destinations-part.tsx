import { Plus } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../ui/button';
import { useCrew } from '../crew/crew-context';
import type { DestinationForm } from './desk-data';
import { DestinationDialog, type Editing } from './destination-dialog';
import { DestinationRow } from './destination-row';

interface Props {
  forms: DestinationForm[];
  editing: Editing;
  onEdit: (editing: Editing) => void;
}

/** Where the program goes besides the watch page and the recording. */
export function DestinationsPart({ forms, editing, onEdit }: Props) {
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
