import { postJson, type SendOptions } from '../realtime/client/json-request';
import type { Address, Method } from './define';
import type { TABLE } from './table';

/*
 * The typed client of our own pages and tests. Of the table it takes types and no value: nothing of the
 * server gets into a browser's bundle.
 */

type Row = (typeof TABLE)[number];
type Endpoints = { [R in Row as R['address']]: NonNullable<R['types']> };

/** Address of a row, `POST /api/v1/events/:slug/cut`: a search for it finds the row and its calls. */
export type Endpoint = keyof Endpoints;
export type AnswerOf<A extends Endpoint> = Endpoints[A]['answer'];
export type BodyOf<A extends Endpoint> = Endpoints[A]['body'];

type ParamOf<A extends string> = A extends `${string}/:${infer P}/${infer Rest}`
  ? P | ParamOf<`/${Rest}`>
  : A extends `${string}/:${infer P}`
    ? P
    : never;

type Nothing = Record<string, never>;

/** Not there where the row reads none, optional where it may be empty. */
type Part<K extends string, T> = [T] extends [undefined]
  ? unknown
  : Nothing extends T
    ? { [key in K]?: T }
    : { [key in K]: T };

/** What a call needs: parts of the path by name, `body` and `query` as the row reads them. */
export type CallOf<A extends Endpoint> = { [P in ParamOf<A>]: string } & Part<'body', BodyOf<A>> &
  Part<'query', Endpoints[A]['query']>;

/** Left out when nothing in it is required. */
export type Given<T> = Nothing extends T ? [given?: T] : [given: T];

type Options = Omit<SendOptions, 'method'>;

/**
 * Calls an endpoint of our own server.
 *
 * @throws PostError with the API's code, sentence and details
 */
export function api<A extends Endpoint>(
  address: A,
  ...[given]: Given<CallOf<A> & Options>
): Promise<AnswerOf<A>> {
  const { method, path, body } = requestOf(address, given);
  const { signal, timeoutMs, headers }: Options = given ?? {};
  return postJson<AnswerOf<A>>(path, body, { method, signal, timeoutMs, headers });
}

/** What is sent: method, path with its parts and query filled in, body. */
export function requestOf(address: Address, given: object = {}) {
  const parts: Record<string, unknown> = { ...given };
  const at = address.indexOf(' ');
  const path = address
    .slice(at + 1)
    .replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(parts[name])));
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parts.query ?? {})) {
    if (value !== undefined) query.set(name, String(value));
  }
  return {
    method: address.slice(0, at) as Method,
    path: query.size > 0 ? `${path}?${query}` : path,
    body: parts.body,
  };
}
