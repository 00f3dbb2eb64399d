import '../features/api-reference/api-reference.css';
import { json, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { described } from '../api/description';
import { NOUNS } from '../api/table';
import { ApiReference } from '../features/api-reference/api-reference';
import { SiteHead } from '../ui/plain-page';

export const meta: MetaFunction = () => [{ title: 'Control API · Touchline' }];

export function loader({ request, context }: LoaderFunctionArgs) {
  return json(described(request, context.services, NOUNS).reference);
}

export default function ApiPage() {
  const reference = useLoaderData<typeof loader>();
  return (
    <div className="page">
      <SiteHead signedIn={false} />
      <main>
        <div className="page-title">
          <h1>Control API</h1>
          <p>
            JSON in and out. Times are ISO 8601 in UTC, ids are opaque strings; more fields may come, none is
            renamed. For programs: <a href="/api/v1/openapi.json">OpenAPI 3.1</a>.
          </p>
        </div>
        <ApiReference {...reference} />
      </main>
    </div>
  );
}
