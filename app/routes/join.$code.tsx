import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { JoinFlow } from '../features/camera/join/join-flow';
import '../features/camera/join/join.css';
import { byOwnHttps, secureOrigin } from '../http/origin';

export const meta: MetaFunction = () => [{ title: 'Join as a camera · Touchline' }];

/** Where the QR code leads: the secret is in the fragment, which the server never sees (safety T25). */
export function loader({ request, context, params }: LoaderFunctionArgs) {
  return {
    code: (params.code ?? '').slice(0, 20),
    secureOrigin: secureOrigin(request, context.services.env),
    ownHttps: byOwnHttps(request, context.services.env),
  };
}

export default function JoinByAddress() {
  return <JoinFlow {...useLoaderData<typeof loader>()} />;
}
