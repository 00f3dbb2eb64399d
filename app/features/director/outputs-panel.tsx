import { Plus } from 'lucide-react';
import { ButtonLink } from '../../ui/button';
import { useCrew } from '../crew/crew-context';
import { DestinationCard } from './destination-card';
import { OwnOutputs } from './own-outputs';

/** Where the program goes. */
export function OutputsPanel({ deskHref }: { deskHref: string | null }) {
  const { destinations } = useCrew().state;
  return (
    <>
      <div className="outputs">
        {destinations.map((destination) => (
          <DestinationCard key={destination.id} destination={destination} deskHref={deskHref} />
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
      {deskHref ? (
        <ButtonLink to={`${deskHref}#destinations`} wide icon={<Plus className="icon" />}>
          Add destination
        </ButtonLink>
      ) : null}
    </>
  );
}
