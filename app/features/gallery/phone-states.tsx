import type { OperatorState } from '../../../contract/messages';
import { CameraScreen } from '../camera/camera-screen';
import { CodeStep } from '../camera/join/code-step';
import type { EventCheck } from '../camera/join/credential';
import { PreflightFailed } from '../camera/join/join-preflight';
import { PermissionStep } from '../camera/join/permission-step';
import { Standstill, WaitingScreen } from '../camera/waiting-screen';
import { HostScreen } from '../host/host-screen';
import { HostStandstill } from '../host/host-entrance';
import type { CaptureError } from '../phone-studio/capture';
import { CaptureTrouble, DeniedStep } from '../phone-studio/join-page';
import { nothing } from './sample-time';
import { captured, live, sending } from './samples';
import { BOTH, DARK, type GalleryGroup, type GalleryState } from './states';

const UPRIGHT = [390, 780] as const;
const SIDEWAYS = [780, 360] as const;
const BATTERY = { level: 0.72, charging: false };
const LOUD = { muted: false, pictureOff: false };

const event: OperatorState['event'] = { slug: 'cup', title: live.event.title, status: 'live' };
const camera: OperatorState['camera'] = {
  id: 'camera-1',
  number: 1,
  label: 'Main stand',
  state: 'admitted',
  ...LOUD,
};

type ScreenProps = Parameters<typeof CameraScreen>[0];

const screen = (id: string, name: string, change: Partial<ScreenProps> = {}): GalleryState => ({
  id: `camera-${id}`,
  name: `Camera: ${name}`,
  size: SIDEWAYS,
  look: () => (
    <CameraScreen
      {...{ event, camera, captured }}
      tally="standby"
      link="online"
      sending={sending('good')}
      battery={BATTERY}
      own={LOUD}
      onMuted={nothing}
      onPictureOff={nothing}
      {...change}
    />
  ),
});

type HostProps = Parameters<typeof HostScreen>[0];

const host = (id: string, name: string, change: Partial<HostProps> = {}): GalleryState => ({
  id: `host-${id}`,
  name: `Host: ${name}`,
  size: SIDEWAYS,
  look: () => (
    <HostScreen
      event={{ ...live.event, kind: 'show', title: 'Coffee at nine' }}
      sharing={{ screen: null, able: true, share: nothing, stop: nothing }}
      {...{ captured, battery: BATTERY, byCrew: LOUD, own: LOUD, viewers: 42, onAir: true }}
      sending={sending('good')}
      onMuted={nothing}
      onPictureOff={nothing}
      onOnAir={nothing}
      chatOpen={false}
      onChat={nothing}
      {...change}
    />
  ),
});

const hot = sending('weak', true);

/** The pages of a phone that films or hosts; as dark as the studio. */
export const phone: GalleryGroup = {
  id: 'phone',
  title: 'Phone, filming',
  about: 'A camera or a host at work: one hand, gloves, sun. Dark for everybody.',
  size: SIDEWAYS,
  themes: DARK,
  states: [
    screen('standby', 'standby'),
    screen('preview', 'next', { tally: 'preview' }),
    screen('program', 'on air', { tally: 'program' }),
    screen('lost', 'no network', { sending: sending('none') }),
    screen('hot', 'hot, weak network', { sending: hot, battery: { level: 0.18, charging: false } }),
    screen('interrupted', 'a call', { captured: { ...captured, interrupted: true } }),
    screen('picture-off', 'picture off', { own: { muted: false, pictureOff: true } }),
    screen('muted', 'muted by the director', { camera: { ...camera, muted: true } }),
    { ...screen('upright', 'held upright'), size: UPRIGHT },
    host('off', 'off the air', { onAir: false }),
    host('connecting', 'connecting', { sending: sending('starting') }),
    host('on', 'on the air'),
    host('lost', 'no network', { sending: sending('none') }),
    { ...host('upright', 'on the air, upright'), size: UPRIGHT },
  ],
};

const code = (id: string, name: string, typed: string, check: EventCheck, scanned = false): GalleryState => ({
  id: `code-${id}`,
  name: `Code: ${name}`,
  look: () => (
    <CodeStep
      code={typed}
      onCode={nothing}
      scanned={scanned}
      check={check}
      label={check.state === 'found' ? 'Corner north' : ''}
      onLabel={nothing}
      onContinue={nothing}
    />
  ),
});

const found: EventCheck = { state: 'found', event: { title: event.title, slug: 'cup', status: 'ready' } };
const ERRORS: CaptureError[] = ['denied', 'missing', 'nothing', 'busy', 'unsupported', 'failed'];

const permission = (
  id: string,
  name: string,
  change: Partial<Parameters<typeof PermissionStep>[0]>,
): GalleryState => ({
  id: `permission-${id}`,
  name: `Permission: ${name}`,
  look: () => (
    <PermissionStep
      host="tv.tsv-nord.example"
      busy={false}
      error={null}
      refusal={null}
      onAsk={nothing}
      onDenied={nothing}
      onBack={nothing}
      {...change}
    />
  ),
});

/** The pages before and after: joining, waiting, and why nothing is sent. */
export const joining: GalleryGroup = {
  id: 'joining',
  title: 'Phone, joining',
  about: 'From the code to the admission, and where it cannot go on.',
  size: UPRIGHT,
  themes: BOTH,
  states: [
    code('empty', 'nothing typed', '', { state: 'none' }),
    code('asking', 'looked up', 'K7QM2RXD', { state: 'asking' }),
    code('found', 'found', 'K7QM2RXD', found),
    code('refused', 'refused', 'K7QM2RXX', {
      state: 'refused',
      text: 'No event has this code. Compare it with the sheet.',
    }),
    code('scanned', 'by QR code', '', found, true),
    permission('before', 'before the question', {}),
    permission('refused', 'the event is full', {
      refusal: 'The event has its 16 cameras. Ask the director.',
    }),
    ...(['ios', 'android', 'desktop'] as const).map((platform) => ({
      id: `denied-${platform}`,
      name: `Denied: ${platform}`,
      look: () => <DeniedStep platform={platform} busy={false} onAsk={nothing} onBack={nothing} />,
    })),
    ...ERRORS.filter((error) => error !== 'denied').map((error) => ({
      id: `trouble-${error}`,
      name: `No picture: ${error}`,
      look: () => <CaptureTrouble error={error} onAsk={nothing} />,
    })),
    ...(['insecure', 'socketRefused', 'socketBlocked', 'offline'] as const).map((preflight) => ({
      id: `preflight-${preflight}`,
      name: `Cannot film: ${preflight}`,
      look: () => (
        <PreflightFailed
          preflight={preflight}
          platform="ios"
          secureAddress="https://tv.tsv-nord.example/join"
          onAgain={nothing}
        />
      ),
    })),
    {
      id: 'waiting',
      name: 'Waits for admission',
      look: () => (
        <WaitingScreen
          event={event}
          capture={null}
          battery={{ level: 0.24, charging: false }}
          link="online"
        />
      ),
    },
    ...(['takenOver', 'removed', 'unknown', 'ended'] as const).map((kind) => ({
      id: `standstill-${kind}`,
      name: `Films no more: ${kind}`,
      look: () => <Standstill kind={kind} event={event} onUseThisTab={nothing} />,
    })),
    ...(['takenOver', 'unknown', 'ended'] as const).map((kind) => ({
      id: `host-${kind}`,
      name: `Hosts no more: ${kind}`,
      look: () => <HostStandstill kind={kind} show="Coffee at nine" onTakeOver={nothing} />,
    })),
  ],
};
