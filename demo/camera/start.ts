import { askToken, registerCamera, type JoinCredential, type JoinedCamera, type TokenReply } from './join';
import type { Reel } from './reel';
import { simulateCamera, type CameraState, type SimulatedCamera } from './simulated';

export interface JoinOptions {
  baseUrl: string;
  credential: JoinCredential;
  label: string;
  device: string;
  /** From an earlier life of this camera: it comes back to the same tile. */
  known?: JoinedCamera;
}

export interface Joined {
  camera: SimulatedCamera;
  /** Changes when the server forgot the camera and it had to register anew. */
  identity(): JoinedCamera;
}

/**
 * Registers and publishes. @throws an Error with the server's sentence when the first registration is refused
 */
export async function joinAndPublish(
  reel: Reel,
  options: JoinOptions,
  onState: (state: CameraState, why?: string) => void,
): Promise<Joined> {
  const { baseUrl, credential, label, device } = options;
  let identity = options.known ?? (await registerCamera(baseUrl, credential, label, device));
  const token = async (): Promise<TokenReply> => {
    const reply = await askToken(baseUrl, identity.cookie);
    if (reply.kind === 'unknown') identity = await registerCamera(baseUrl, credential, label, device);
    return reply;
  };
  return { camera: simulateCamera(reel, token, onState), identity: () => identity };
}
