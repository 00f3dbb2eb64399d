import { Eye, Volume2, VolumeX } from 'lucide-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Snapshot } from '../../../../contract/messages';
import { api } from '../../../api/client';
import { useLiveKitRoom } from '../../../realtime/client/use-livekit-room';
import { Button } from '../../../ui/button';
import { Notice } from '../../../ui/signs';
import { ThemeToggle } from '../../../ui/plain-page';
import { CrewProvider, useCrew } from '../../crew/crew-context';
import { ModerationPanel } from './moderation-panel';

interface Props {
  initial: Snapshot<'crew'>;
  name: string;
}

/** A moderator's screen: what viewers see, and the chat next to it. */
export function ModeratorPage({ initial, name }: Props) {
  return (
    <CrewProvider initial={initial}>
      <ModeratorParts name={name} />
    </CrewProvider>
  );
}

function ModeratorParts({ name }: { name: string }) {
  const { state, viewers } = useCrew();
  const { slug, title, status } = state.event;
  return (
    <div className="moderator-page">
      <header>
        <h1 className="grow clip">{title}</h1>
        {viewers === null ? null : (
          <span className="row num">
            <Eye className="icon" aria-hidden="true" /> {viewers.toLocaleString('en-GB')} watching
          </span>
        )}
        <ThemeToggle />
      </header>
      <main>
        {status === 'live' ? (
          <ProgramView slug={slug} />
        ) : (
          <Notice state="standby" title="Not on the air">
            The picture appears here when the event is live. The chat works as it is set.
          </Notice>
        )}
      </main>
      <aside>
        <ModerationPanel slug={slug} name={name} />
      </aside>
    </div>
  );
}

/** The program as viewers have it, so that a moderator knows what the chat is about. */
function ProgramView({ slug }: { slug: string }) {
  const fetchToken = useCallback(() => api('GET /api/livekit/token', { query: { room: slug } }), [slug]);
  const { tracks, error } = useLiveKitRoom({ fetchToken, enabled: true });
  const [listening, setListening] = useState(false);
  const all = Object.values(tracks);
  const picture = all.find(({ camera }) => camera?.track)?.camera?.track;
  const sound = all.find(({ microphone }) => microphone?.track)?.microphone?.track;
  const video = useRef<HTMLVideoElement>(null);
  const audio = useRef<HTMLAudioElement>(null);
  useEffect(() => {
    const element = video.current;
    if (!picture || !element) return;
    picture.attach(element);
    return () => void picture.detach(element);
  }, [picture]);
  useEffect(() => {
    const element = audio.current;
    if (!sound || !element || !listening) return;
    sound.attach(element);
    return () => void sound.detach(element);
  }, [sound, listening]);
  return (
    <>
      <video ref={video} className="moderator-program" aria-label="Program" playsInline muted />
      <audio ref={audio} />
      <div className="row">
        <Button
          icon={listening ? <VolumeX className="icon" /> : <Volume2 className="icon" />}
          onClick={() => setListening(!listening)}
        >
          {listening ? 'Turn sound off' : 'Turn sound on'}
        </Button>
        <span className="text-2">{picture ? '' : (error ?? 'Waiting for the picture…')}</span>
      </div>
    </>
  );
}
