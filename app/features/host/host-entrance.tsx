import { Form, useNavigation, useSubmit } from '@remix-run/react';
import { useEffect, useRef } from 'react';
import { Button } from '../../ui/button';
import { Notice } from '../../ui/signs';
import { NarrowPage } from '../../ui/plain-page';
import { useInBrowser } from '../../ui/use-in-browser';
import { JoinPage } from '../phone-studio/join-page';

/**
 * Exchanges the secret in the address’s fragment for a session. Browsers never send a fragment (safety T25),
 * so it is posted as a form, and the address without it replaces this one.
 */
export function HostEntrance({ error }: { error: string | null }) {
  const submit = useSubmit();
  const busy = useNavigation().state !== 'idle';
  const sent = useRef(false);
  const secret = useInBrowser() ? window.location.hash.slice(1) : '';
  useEffect(() => {
    if (sent.current || !secret) return;
    sent.current = true;
    submit({ secret }, { method: 'post', replace: true });
  }, [secret, submit]);
  const title = error ? 'This link does not work' : secret ? 'Opening your show…' : 'Open your host link';
  return (
    <NarrowPage title={title} text={secret ? null : <Ask />}>
      {error ? <Notice>{error}</Notice> : null}
      {secret ? (
        <Form method="post" replace className="page-title">
          <input type="hidden" name="secret" value={secret} />
          <Button kind="primary" size="touch" type="submit" busy={busy}>
            {error ? 'Try again' : 'Continue'}
          </Button>
        </Form>
      ) : null}
    </NarrowPage>
  );
}

function Ask() {
  return (
    <p className="text-2">
      This page opens by the link that you were sent, with everything behind the # in it. If you own the show,{' '}
      <a href="/login">sign in</a>.
    </p>
  );
}

export type HostStandstillKind = 'takenOver' | 'unknown' | 'ended';

const STANDSTILL_TEXTS: Record<HostStandstillKind, { title: string; lead: (show: string) => string }> = {
  takenOver: {
    title: 'You are on the air in another place',
    lead: (show) =>
      `${show} has one host at a time. The other tab or machine goes on; take over here if you want.`,
  },
  unknown: {
    title: 'This link opens nothing any more',
    lead: (show) =>
      `You are not the host of ${show} any more, and nothing is sent. Ask the organiser for a new link.`,
  },
  ended: {
    title: 'The show is over',
    lead: (show) => `Thank you for hosting ${show}. If it is opened again, this page is ready automatically.`,
  },
};

interface Props {
  kind: HostStandstillKind;
  show: string;
  onTakeOver: () => void;
}

/** Why nothing is sent from here, where only a person can change it. */
export function HostStandstill({ kind, show, onTakeOver }: Props) {
  const { title, lead } = STANDSTILL_TEXTS[kind];
  return (
    <JoinPage
      step={null}
      title={title}
      lead={lead(show)}
      actions={
        kind === 'takenOver' ? (
          <Button kind="primary" size="large" wide onClick={onTakeOver}>
            Take over here
          </Button>
        ) : null
      }
    />
  );
}
