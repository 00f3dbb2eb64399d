import '../features/events/events.css';
import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { SiteHead } from '../ui/plain-page';
import { authorityOf } from '../api/actor';
import { ButtonLink } from '../ui/button';

export const meta: MetaFunction = () => [
  { title: 'Touchline' },
  { name: 'description', content: 'Phones along the pitch become a television production.' },
];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { actor } = await authorityOf(request, context);
  return { signedIn: actor !== null };
}

export default function Start() {
  const { signedIn } = useLoaderData<typeof loader>();
  return (
    <div className="page">
      <SiteHead signedIn={signedIn} />
      <main>
        <section className="start-hero">
          <h1>The phones along the pitch are your cameras.</h1>
          <p>
            Scan a code and a phone joins. Cut between them in a browser. The program goes to YouTube, Twitch,
            any RTMP address, a recording and to viewers here, all at once.
          </p>
        </section>
        <div className="start-ways">
          <section className="start-way">
            <h2>Stream an event</h2>
            <p>Create it, connect phones, go live.</p>
            <ButtonLink to={signedIn ? '/events' : '/login'} kind="primary" size="touch">
              {signedIn ? 'Your events' : 'Sign in'}
            </ButtonLink>
          </section>
          <section className="start-way">
            <h2>Be a camera</h2>
            <p>You have a code from the sheet at the pitch.</p>
            <ButtonLink to="/join" size="touch">
              Join as a camera
            </ButtonLink>
          </section>
          <section className="start-way">
            <h2>Direct or watch</h2>
            <p>Open the link that the organiser sent you. It brings you to the right screen.</p>
          </section>
        </div>
      </main>
    </div>
  );
}
