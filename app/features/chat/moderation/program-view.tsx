import { Volume2, VolumeX } from 'lucide-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { TokenAnswer } from '../../../../contract/messages';
import { postJson } from '../../../realtime/client/json-request';
import { useLiveKitRoom } from '../../../realtime/client/use-livekit-room';
import { Button } from '../../../ui/button';

/** The program as viewers have it, so that whoever looks after the chat knows what it is about. */
export function ProgramView({ slug }: { slug: string }) {
  const fetchToken = useCallback(
    () =>
      postJson<TokenAnswer>(`/api/livekit/token?room=${encodeURIComponent(slug)}`, undefined, {
        method: 'GET',
      }),
    [slug],
  );
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
