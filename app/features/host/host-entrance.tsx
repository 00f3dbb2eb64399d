import { Form, useNavigation, useSubmit } from '@remix-run/react';
import { useEffect, useRef } from 'react';
import { Button } from '../../ui/button';
import { Notice } from '../../ui/notice';
import { NarrowPage } from '../../ui/plain-page';
import { useInBrowser } from '../../ui/use-in-browser';

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
