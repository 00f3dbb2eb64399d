import type { CameraState } from './simulated';

/** A simulated camera that has joined, in this process or in one of its own. */
export interface RunningCamera {
  readonly number: number;
  readonly cameraId: string;
  readonly state: CameraState;
  /** Of its process, if it has one. */
  readonly pid: number | undefined;
  /** Resolves when it sends; rejects when it was removed. */
  sending(): Promise<void>;
  /** An abrupt end of its media: nothing is said to anybody. */
  kill(): void;
  /** The same camera again, in the same tile. */
  resume(): Promise<void>;
  close(): Promise<void>;
}
