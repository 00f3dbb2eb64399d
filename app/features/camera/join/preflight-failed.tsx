import { Button, ButtonLink } from '../../../ui/button';
import { JoinPage } from './join-page';
import type { PhonePlatform } from './phone-platform';
import type { JoinPreflight } from './use-join-preflight';

interface Props {
  gate: Extract<JoinPreflight, 'insecure' | 'socketRefused' | 'offline'>;
  platform: PhonePlatform;
  /** Where this page is served with HTTPS, path and fragment included; null where nobody knows. */
  secureAddress: string | null;
  onAgain: () => void;
}

/** What to do when this phone could not film even if everything else went well. */
export function PreflightFailed({ gate, platform, secureAddress, onAgain }: Props) {
  switch (gate) {
    case 'insecure':
      return <Insecure address={secureAddress} />;
    case 'socketRefused':
      return <SocketRefused platform={platform} onAgain={onAgain} />;
    case 'offline':
      return (
        <JoinPage
          step={null}
          title="The server does not answer"
          lead="Check that the phone is in the right network. This page goes on by itself."
          actions={<AgainButton onAgain={onAgain} />}
        />
      );
  }
}

function Insecure({ address }: { address: string | null }) {
  return (
    <JoinPage
      step={null}
      title="The camera needs the secure address"
      lead={
        address
          ? 'Phones open the camera only on a page that begins with https. The phone may warn of the certificate; the next page tells how to trust it.'
          : 'Phones open the camera only on a page that begins with https. Ask the director for that address, or scan the QR code.'
      }
      actions={
        address ? (
          // Another origin, so a plain link: the router only knows this one.
          <a className="button" data-kind="primary" data-size="large" data-wide="true" href={address}>
            Open the secure address
          </a>
        ) : null
      }
    />
  );
}

function SocketRefused({ platform, onAgain }: { platform: PhonePlatform; onAgain: () => void }) {
  const lead =
    platform === 'ios'
      ? 'The iPhone shows this page but sends no picture until it trusts this server’s certificate. Install it once; it takes a minute.'
      : 'This page loads, but the phone refuses the connection that carries the picture. Trust this server’s certificate, or change the network if it blocks WebSockets.';
  return (
    <JoinPage
      step={null}
      title="One thing before you can film"
      lead={lead}
      actions={
        <>
          <ButtonLink kind="primary" size="large" wide to="/trust" reloadDocument>
            Trust the certificate
          </ButtonLink>
          <Button size="touch" wide onClick={onAgain}>
            Try again
          </Button>
        </>
      }
    />
  );
}

function AgainButton({ onAgain }: { onAgain: () => void }) {
  return (
    <Button kind="primary" size="large" wide onClick={onAgain}>
      Try again
    </Button>
  );
}
