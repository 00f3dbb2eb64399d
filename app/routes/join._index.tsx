import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { JoinFlow } from '../features/camera/join/join-flow';
import '../features/camera/join/join.css';
import { byOwnHttps, secureOrigin } from '../http/origin';

export const meta: MetaFunction = () => [{ title: 'Join as a camera · Touchline' }];

export function loader({ request, context }: LoaderFunctionArgs) {
  const { env } = context.services;
  return { secureOrigin: secureOrigin(request, env), ownHttps: byOwnHttps(request, env) };
}

export default function Join() {
  return <JoinFlow code="" {...useLoaderData<typeof loader>()} />;
}
