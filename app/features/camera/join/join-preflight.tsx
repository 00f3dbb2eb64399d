import { useCallback, useEffect, useState } from 'react';
import { Button, ButtonLink } from '../../../ui/button';
import { timeLimit } from '../../../realtime/client/json-request';
import { JoinPage } from '../../phone-studio/join-page';
import type { PhonePlatform } from '../../phone-studio/this-phone';

interface Props {
  preflight: Exclude<JoinPreflight, 'checking' | 'open'>;
  platform: PhonePlatform;
  /** This page’s address with HTTPS, path and fragment included; null where it is unknown. */
  secureAddress: string | null;
  onAgain: () => void;
}

export function PreflightFailed({ preflight, platform, secureAddress, onAgain }: Props) {
  switch (preflight) {
    case 'insecure':
      return <Insecure address={secureAddress} />;
    case 'noMedia':
      return (
        <JoinPage
          step={null}
          title="This browser cannot send a picture"
          lead={
            platform === 'ios'
              ? 'Open this page in Safari. In Lockdown Mode, press the button next to the address and switch it off for this page.'
              : 'Open this page in Chrome, Edge or Firefox, not inside another app.'
          }
        />
      );
    case 'socketRefused':
      return <SocketRefused platform={platform} onAgain={onAgain} />;
    case 'socketBlocked':
      return (
        <JoinPage
          step={null}
          title="No picture gets through this network"
          lead="This page loads, but the network or a proxy in front of the server lets no WebSocket through, and a camera’s picture needs one. Take mobile data or another network. Is it so in every network? Then the proxy has to pass WebSockets on."
          actions={<AgainButton onAgain={onAgain} />}
        />
      );
    case 'offline':
      return (
        <JoinPage
          step={null}
          title="The server does not answer"
          lead="Check that the phone is in the right network. This page goes on automatically."
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
          ? 'Phones open the camera only on a page that begins with https. The phone may warn of the certificate; the next page shows how to trust it.'
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

/** Whether this phone can film at all, checked before the person has to do anything. */
type JoinPreflight =
  'checking' | 'open' | 'insecure' | 'noMedia' | 'socketRefused' | 'socketBlocked' | 'offline';

const CHECK_AGAIN_MS = 3_000;

export function useJoinPreflight(ownHttps: boolean): { preflight: JoinPreflight; again: () => void } {
  const [preflight, setPreflight] = useState<JoinPreflight>('checking');
  const [round, setRound] = useState(0);
  const again = useCallback(() => setRound((n) => n + 1), []);

  useEffect(() => {
    const asked = new AbortController();
    void checkPhone(asked.signal, ownHttps).then((found) => {
      if (!asked.signal.aborted) setPreflight(found);
    });
    return () => asked.abort();
  }, [round, ownHttps]);

  // The network may come back, or the certificate be trusted meanwhile.
  useEffect(() => {
    if (preflight !== 'socketRefused' && preflight !== 'socketBlocked' && preflight !== 'offline') return;
    const timer = setInterval(again, CHECK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [preflight, again]);

  return { preflight, again };
}

async function checkPhone(signal: AbortSignal, ownHttps: boolean): Promise<JoinPreflight> {
  if (!window.isSecureContext) return 'insecure';
  // Missing in Lockdown Mode of an iPhone and in the browsers of some apps.
  if (!('RTCPeerConnection' in window && 'mediaDevices' in navigator)) return 'noMedia';
  if (await opens(signal)) return 'open';
  if (!(await answers('/healthz'))) return 'offline';
  // Only a certificate of our own authority is one that a phone may not trust.
  return ownHttps && (await answers('/trust')) ? 'socketRefused' : 'socketBlocked';
}

const TIMEOUT_MS = 5_000;
/** socket.io’s endpoint: it accepts the connection first and asks for a ticket then. */
const PATH = '/socket.io/?EIO=4&transport=websocket';

/**
 * Whether a WebSocket to our own origin opens. Safari on an iPhone refuses one to a certificate that it does
 * not trust, even after the page’s warning was accepted; everything would look fine until the picture has to
 * be sent.
 */
function opens(signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}${PATH}`);
    const end = (opened: boolean) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      socket.onopen = socket.onerror = socket.onclose = null;
      socket.close();
      resolve(opened);
    };
    const abort = () => end(false);
    const timer = setTimeout(abort, TIMEOUT_MS);
    signal.addEventListener('abort', abort);
    socket.onopen = () => end(true);
    socket.onerror = socket.onclose = () => end(false);
  });
}

/** Distinguishes a server that is away from one whose sockets are refused. */
async function answers(path: string): Promise<boolean> {
  const { signal, clear } = timeLimit(TIMEOUT_MS);
  try {
    const { status } = await fetch(path, { method: 'HEAD', cache: 'no-store', signal });
    return status !== 404;
  } catch {
    return false;
  } finally {
    clear();
  }
}
