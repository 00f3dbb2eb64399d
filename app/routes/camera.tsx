import { type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { deviceActor } from '../domain/cameras/camera-token';
import { operatorState } from '../domain/state/read-state';
import '../features/camera/camera.css';
import { LiveKitCameraStream } from '../features/camera/livekit-camera-stream';
import { deviceToken } from '../api/actor';
import { asPage } from '../http/error-answer';
import type { Snapshot } from '../../contract/messages';
import type { PageHandle } from '../root';

export const handle: PageHandle = { studio: 'camera' };

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? `Camera ${data.initial.state.camera.number} · Touchline` : 'Camera · Touchline' },
];

/** The device cookie says which camera this is; a phone without one joins first. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  return asPage(request, async () => {
    const token = deviceToken(request, context);
    const camera = token ? await deviceActor(context.services, token) : null;
    if (!camera) return redirect('/join');
    const { seq, state } = await operatorState(context.services, camera);
    const initial: Snapshot<'camera'> = { audience: 'camera', seq, state };
    return { initial };
  });
}

export default function Camera() {
  const { initial } = useLoaderData<typeof loader>();
  return <LiveKitCameraStream initial={initial} />;
}
