import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { DestinationSlice } from '../../../contract/messages';
import { ButtonLink } from '../../ui/button';
import { useCrew } from '../crew/crew-context';
import type { DestinationForm } from '../destinations/destination-fields';
import { DestinationDialog } from '../destinations/destination-form';
import type { Fix } from '../destinations/remedy-button';
import { DestinationCard } from './destination-card';
import { OwnOutputs } from './own-outputs';

/** Where the program goes. */
export function OutputsPanel({ deskHref, forms }: { deskHref: string | null; forms: DestinationForm[] }) {
  const { destinations } = useCrew().state;
  const [editing, setEditing] = useState<{ what: Fix; destination: DestinationSlice } | null>(null);
  const mayChange = forms.length > 0;
  return (
    <>
      <div className="outputs">
        {destinations.map((destination) => (
          <DestinationCard
            key={destination.id}
            destination={destination}
            onFix={mayChange ? (what) => setEditing({ what, destination }) : null}
          />
        ))}
        {destinations.length === 0 ? (
          <div className="output-card">
            <h3>No destination</h3>
            <p>
              The program goes to the watch page and the recording only. Add YouTube, Twitch or any RTMP
              address on the desk.
            </p>
          </div>
        ) : null}
        <OwnOutputs />
      </div>
      <DestinationDialog
        key={editing ? editing.destination.id + editing.what : ''}
        forms={forms}
        editing={editing}
        onClose={() => setEditing(null)}
      />
      {deskHref ? (
        <ButtonLink to={`${deskHref}#destinations`} wide icon={<Plus className="icon" />}>
          Add destination
        </ButtonLink>
      ) : null}
    </>
  );
}
