import { Lock, Mic, Video } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '../../../ui/button';
import { Notice } from '../../../ui/signs';
import { CAPTURE_ERROR_TEXTS, type CaptureError } from '../../phone-studio/capture';
import { JoinPage } from '../../phone-studio/join-page';

interface Props {
  host: string;
  busy: boolean;
  error: CaptureError | null;
  refusal: string | null;
  onAsk: () => void;
  onDenied: () => void;
  onBack: () => void;
}

/** Announces the phone’s prompt and the reason for it: unexpected prompts are answered with No. */
export function PermissionStep({ host, busy, error, refusal, onAsk, onDenied, onBack }: Props) {
  return (
    <JoinPage
      step={2}
      onBack={onBack}
      title={
        <>
          Your phone asks now. <br />
          Press <em>Allow</em> each time.
        </>
      }
      actions={
        <>
          <Button kind="primary" size="large" wide busy={busy} onClick={onAsk}>
            {busy ? 'Asking …' : 'Ask me now'}
          </Button>
          <Button kind="link" className="join-alt" onClick={onDenied}>
            I pressed Don’t Allow
          </Button>
        </>
      }
    >
      {error ? (
        <Notice title={CAPTURE_ERROR_TEXTS[error].title}>{CAPTURE_ERROR_TEXTS[error].remedy}</Notice>
      ) : null}
      {refusal ? <Notice title="The event did not take this phone">{refusal}</Notice> : null}
      <Question host={host} />
      <ul className="join-why">
        <Reason icon={<Video className="icon" />} name="Camera">
          so that the director sees your picture
        </Reason>
        <Reason icon={<Mic className="icon" />} name="Microphone">
          for the sound of the match; mute it any time
        </Reason>
        <Reason icon={<Lock className="icon" />} name="Nobody sees you yet">
          Your picture is sent once the director admits you
        </Reason>
      </ul>
    </JoinPage>
  );
}

/** Drawn like the phone’s own prompt, so that the real one is recognised. */
function Question({ host }: { host: string }) {
  return (
    <div className="join-question" aria-hidden="true">
      <p>“{host}” would like to use the camera and microphone</p>
      <div>
        <span>Don’t Allow</span>
        <span data-press="true">Allow</span>
      </div>
    </div>
  );
}

function Reason({ icon, name, children }: { icon: ReactNode; name: string; children: ReactNode }) {
  return (
    <li>
      {icon}
      <span>
        <b>{name}</b>
        {children}
      </span>
    </li>
  );
}
