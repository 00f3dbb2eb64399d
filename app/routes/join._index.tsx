import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { JoinFlow } from '../features/camera/join/join-flow';
import '../features/camera/join/join.css';
import { secureOrigin } from '../http/origin';

export const meta: MetaFunction = () => [{ title: 'Join as a camera · Touchline' }];

export function loader({ request, context }: LoaderFunctionArgs) {
  return { secureOrigin: secureOrigin(request, context.services.env) };
}

export default function Join() {
  return <JoinFlow code="" secureOrigin={useLoaderData<typeof loader>().secureOrigin} />;
}
