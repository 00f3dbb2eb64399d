import type * as LiveKitClient from 'livekit-client';
import type { DisconnectReason, LocalTrack, Room, TrackPublishOptions } from 'livekit-client';
import type { TokenAnswer } from '../../../contract/messages';
import { resumeFor } from '../../realtime/client/reconnecting';
import { AUDIO_BITRATE_BPS, LAYERS, type Layer, type PublishCodec, chooseCodec } from './capture';
import type { PublisherEvent } from './publisher-state';

/**
 * What should be published. The room is compared with it again and again, so no order of events leaves it
 * wrong.
 */
export interface Wanted {
  /** Null for what this machine does not have. */
  video: MediaStreamTrack | null;
  audio: MediaStreamTrack | null;
  muted: boolean;
  pictureOff: boolean;
  /** A screen that the host of a show shares; the camera’s picture is muted meanwhile. */
  screen?: MediaStreamTrack | null;
}

/** One connection to LiveKit, from join to close. */
export interface PublishLink {
  apply: (wanted: Wanted) => Promise<void>;
  /** Entries of the RTCStatsReports of the published tracks. */
  stats: () => Promise<unknown[]>;
  close: () => Promise<void>;
}

type Client = typeof LiveKitClient;
/** Later than this a new connection with a fresh token (camera-publisher.ts) is quicker than mending. */
const MEND_FOR_MS = 12_000;

const ownCodec = (): PublishCodec => chooseCodec(RTCRtpSender.getCapabilities('video')?.codecs);

/** Joins and publishes; from then on `tell` reports mending, connection and loss. */
export async function openPublishLink(
  token: TokenAnswer,
  wanted: Wanted,
  tell: (event: PublisherEvent) => void,
  codec: PublishCodec = ownCodec(),
): Promise<PublishLink> {
  const client = await import('livekit-client');
  const room = new client.Room({
    // Layers without a subscriber are not encoded: a camera on standby stays cool and saves uplink.
    dynacast: true,
    stopLocalTrackOnUnpublish: false,
    // It also fires when the page is only frozen; `pagehide` handles a page that is really left.
    disconnectOnPageLeave: false,
    reconnectPolicy: resumeFor(MEND_FOR_MS),
  });
  room.on(client.RoomEvent.Reconnecting, () => tell({ type: 'mending' }));
  room.on(client.RoomEvent.Reconnected, () => tell({ type: 'connected' }));
  room.on(client.RoomEvent.Disconnected, (reason) => tell(whyLost(client, reason)));
  try {
    await room.connect(token.url, token.token, { autoSubscribe: false, maxRetries: 0 });
    const link = linkOf(client, room, codec);
    await link.apply(wanted);
    return link;
  } catch (error) {
    await room.disconnect(false).catch(() => undefined);
    throw error;
  }
}

function whyLost({ DisconnectReason: Reason }: Client, reason: DisconnectReason | undefined): PublisherEvent {
  switch (reason) {
    case Reason.DUPLICATE_IDENTITY:
      return { type: 'takenOver' };
    case Reason.PARTICIPANT_REMOVED:
    case Reason.ROOM_DELETED:
    case Reason.ROOM_CLOSED:
      return { type: 'removedFromRoom' };
    default:
      return { type: 'lost', problem: 'The connection to the media server was lost.' };
  }
}

function linkOf(client: Client, room: Room, codec: PublishCodec): PublishLink {
  let queue: Promise<void> = Promise.resolve();
  const bring = async (wanted: Wanted) => {
    // Publish one before muting the other: viewers always have a picture.
    if (wanted.screen) await bringTrack(room, wanted.screen, false, screenOptions(client));
    const resting = wanted.pictureOff || Boolean(wanted.screen);
    await bringTrack(room, wanted.video, resting, videoOptions(client, codec));
    if (!wanted.screen) await takeBack(room, client.Track.Source.ScreenShare);
    await bringTrack(room, wanted.audio, wanted.muted, audioOptions(client));
  };
  return {
    // One after the other: LiveKit negotiates per track, and the last call must win.
    apply: (wanted) => (queue = queue.catch(() => undefined).then(() => bring(wanted))),
    stats: async () => (await Promise.all(localTracks(room).map(statsOf))).flat(),
    close: () => room.disconnect(false),
  };
}

type SourceOptions = TrackPublishOptions & { source: LiveKitClient.Track.Source };

async function bringTrack(
  room: Room,
  track: MediaStreamTrack | null,
  muted: boolean,
  options: SourceOptions,
) {
  const { source } = options;
  if (!track) return takeBack(room, source);
  const found = room.localParticipant.getTrackPublication(source)?.track;
  const sent = found ?? (await room.localParticipant.publishTrack(track, options)).track;
  if (!sent) return;
  if (sent.mediaStreamTrack !== track) await sent.replaceTrack(track, true);
  if (sent.isMuted !== muted) await (muted ? sent.mute() : sent.unmute());
}

async function takeBack(room: Room, source: LiveKitClient.Track.Source) {
  const track = room.localParticipant.getTrackPublication(source)?.track;
  if (track) await room.localParticipant.unpublishTrack(track, false);
}

function localTracks(room: Room): LocalTrack[] {
  return [...room.localParticipant.trackPublications.values()].flatMap(({ track }) => track ?? []);
}

async function statsOf(track: LocalTrack): Promise<unknown[]> {
  const report = await track.getRTCStatsReport();
  const entries: unknown[] = [];
  report?.forEach((entry: unknown) => entries.push(entry));
  return entries;
}

function videoOptions({ Track, VideoPreset }: Client, codec: PublishCodec): SourceOptions {
  const preset = (layer: Layer) =>
    new VideoPreset(layer.width, layer.height, layer.maxBitrateBps, layer.maxFramerate);
  return {
    source: Track.Source.Camera,
    simulcast: true,
    videoCodec: codec,
    // A second encoder for browsers without H.264 would heat every phone, and the director does not need it.
    backupCodec: false,
    videoEncoding: preset(LAYERS.full).encoding,
    videoSimulcastLayers: [preset(LAYERS.low), preset(LAYERS.middle)],
    degradationPreference: 'maintain-framerate',
  };
}

/** Readable text matters more than motion. */
function screenOptions({ Track }: Client): SourceOptions {
  return {
    source: Track.Source.ScreenShare,
    simulcast: false,
    videoCodec: 'vp8',
    backupCodec: false,
    screenShareEncoding: { maxBitrate: 2_500_000, maxFramerate: 30 },
    degradationPreference: 'maintain-resolution',
  };
}

function audioOptions({ Track }: Client): SourceOptions {
  return {
    source: Track.Source.Microphone,
    audioPreset: { maxBitrate: AUDIO_BITRATE_BPS },
    // Gaps in transmission would chop the background sound of the ground.
    dtx: false,
    red: true,
  };
}
