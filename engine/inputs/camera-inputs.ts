import { RoomEvent, type RemoteTrackPublication, type Room } from '@livekit/rtc-node';
import type { CameraMedia, DesiredCamera } from '../types';
import type { Ticks } from './phase-hold';
import { CameraInput, type MediaDelays } from './camera-input';
import { chosenTracks, Subscriptions } from './subscriptions';
import { RoomLink, type RoomCredentials } from './room-link';

export interface CameraInputsOptions {
  credentials: RoomCredentials;
  /** See `RoomLink`. */
  onReplaced: () => Promise<void>;
  /** Monotonic milliseconds. */
  now: () => number;
  delays: MediaDelays;
  ticks: Ticks;
  onProblem?: (message: string) => void;
}

/** Cheap, and the longest that a lost message or a hanging subscription lasts. */
const RECONCILE_EVERY_MS = 500;

/**
 * The cameras of one event as the engine receives them. Subscribes only to the cameras it was given: media of
 * any other identity in the room, such as a removed camera, is not even received.
 */
export class CameraInputs {
  readonly #options: CameraInputsOptions;
  readonly #byIdentity = new Map<string, CameraInput>();
  readonly #byId = new Map<string, CameraInput>();
  readonly #subscriptions: Subscriptions;
  readonly #link: RoomLink;
  #room: Room | null = null;
  #timer: NodeJS.Timeout | null = null;

  constructor(options: CameraInputsOptions) {
    this.#options = options;
    this.#subscriptions = new Subscriptions(options.now);
    this.#link = new RoomLink({
      credentials: options.credentials,
      prepare: (room) => this.#listen(room),
      onConnected: (room) => {
        this.#room = room;
        this.#reconcile();
      },
      onLost: () => {
        this.#room = null;
        for (const input of this.#byId.values()) input.disconnect();
      },
      onReplaced: options.onReplaced,
      onProblem: (message) => options.onProblem?.(message),
    });
  }

  start(): void {
    this.#link.start();
    this.#timer ??= setInterval(() => this.#reconcile(), RECONCILE_EVERY_MS);
  }

  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
    await this.#link.stop();
    for (const input of this.#byId.values()) input.close();
    this.#byId.clear();
    this.#byIdentity.clear();
  }

  /** Replaces the list of cameras; what is no longer on it is gone at once, picture and sound. */
  setCameras(cameras: readonly DesiredCamera[]): void {
    const before = new Map(this.#byIdentity);
    this.#byIdentity.clear();
    this.#byId.clear();
    for (const { id, identity } of cameras) {
      const known = before.get(identity);
      const input =
        known?.cameraId === id
          ? known
          : new CameraInput(id, this.#options.now, this.#options.delays, this.#options.ticks);
      this.#byIdentity.set(identity, input);
      this.#byId.set(id, input);
    }
    const listed = new Set(this.#byId.values());
    for (const input of before.values()) if (!listed.has(input)) input.close();
    this.#reconcile();
  }

  get(cameraId: string): CameraInput | undefined {
    return this.#byId.get(cameraId);
  }

  /** Cameras in `high` come at their full layer, all others at the lowest. */
  setHighLayer(high: ReadonlySet<string>): void {
    for (const [id, input] of this.#byId) input.setLayer(high.has(id) ? 'high' : 'low');
  }

  /** In the order of the cameras that were set. */
  media(): CameraMedia[] {
    return [...this.#byId.values()].map((input) => input.media());
  }

  /** Rejects while the room is not connected. */
  async send(topic: string, data: Uint8Array, to: string[]): Promise<void> {
    const sender = this.#room?.localParticipant;
    if (!sender) throw new Error('The room of the cameras is not connected.');
    await sender.publishData(data, { reliable: false, topic, destination_identities: to });
  }

  #listen(room: Room): void {
    room.on(RoomEvent.ParticipantConnected, () => this.#reconcile());
    room.on(RoomEvent.TrackPublished, () => this.#reconcile());
    room.on(RoomEvent.Reconnected, () => this.#reconcile());
    room.on(RoomEvent.TrackSubscribed, () => this.#reconcile());
    room.on(RoomEvent.TrackMuted, () => this.#reconcile());
    room.on(RoomEvent.TrackUnmuted, () => this.#reconcile());
    room.on(RoomEvent.TrackUnpublished, () => this.#reconcile());
    room.on(RoomEvent.TrackUnsubscribed, (track, publication, participant) => {
      this.#byIdentity.get(participant.identity)?.detach(publication.sid ?? '');
      void track.close();
    });
  }

  /** Brings subscriptions in line with the list of cameras. Also runs on a timer, against lost messages. */
  #reconcile(): void {
    for (const participant of this.#room?.remoteParticipants.values() ?? []) {
      const input = this.#byIdentity.get(participant.identity);
      const publications = [...participant.trackPublications.values()];
      for (const publication of publications) this.#subscriptions.bring(publication, input !== undefined);
      const { picture, sound } = chosenTracks(publications);
      if (input) [picture, sound].forEach((chosen) => chosen && attach(input, chosen));
    }
  }
}

function attach(input: CameraInput, publication: RemoteTrackPublication): void {
  const { track, sid = '' } = publication;
  if (track && publication.subscribed && !input.has(sid)) input.attach(track, publication);
}
