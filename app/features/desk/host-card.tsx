import { ButtonLink } from '../../ui/button';
import { CopyButton } from '../../ui/copy-button';
import { useCrew } from '../crew/crew-context';

/** The way in for a show's host, in place of the codes for phones. */
export function HostCard({ hostUrl }: { hostUrl: string | null }) {
  const { state } = useCrew();
  const host = state.cameras[0]?.label ?? 'The host';
  return (
    <section id="connect" className="card connect-card" aria-labelledby="connect-title" tabIndex={-1}>
      <h2 id="connect-title">Host</h2>
      <p>
        <b>{host}</b>
      </p>
      {hostUrl ? (
        <>
          <p className="text-2 small">
            Whoever opens this link is the host. Send it to nobody else; to take it back, revoke it below.
          </p>
          <div className="connect-buttons">
            <CopyButton text={hostUrl}>Copy host link</CopyButton>
          </div>
        </>
      ) : (
        <p className="text-2 small">There is no host link any more. Make a new one below.</p>
      )}
      <ButtonLink kind="link" to={`/events/${state.event.slug}/host`}>
        Be the host here
      </ButtonLink>
    </section>
  );
}
