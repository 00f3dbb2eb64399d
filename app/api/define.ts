import type { AppLoadContext } from '@remix-run/node';
import type { z } from 'zod';
import type { ErrorCode } from '../../contract/errors';
import { AppError } from '../../core/errors';
import { CREW_HEADER } from '../../core/request-id';
import { isId } from '../../core/text';
import type { RateName } from '../config/limits';
import { answer, noContent, readJson, readQuery } from '../http/body';
import type { Services } from '../services';
import { type Actors, ASK_WHO, type Who } from './actor';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
/** `POST /api/v1/events/:slug/cut`: what a call is known by, here, in the client and in the documents. */
export type Address = `${Method} /${string}`;

/** What a domain function needs of a call. `slug` and `id` are '' where the path has none. */
export interface Ask<W extends Who, B extends z.ZodType, Q extends z.ZodType> {
  services: Services;
  actor: Actors[W];
  slug: string;
  id: string;
  body: z.output<B>;
  query: z.output<Q>;
  /** By which answers name addresses. */
  origin: string;
  clientIp: string;
  request: Request;
  context: AppLoadContext;
}

type Body<S> = S extends z.ZodType ? z.input<S> : void;

/** An answer of another status than the row's own, or with headers. */
export class Reply<B> {
  constructor(
    readonly status: number,
    readonly body: B,
    readonly headers: HeadersInit = {},
  ) {}
}

export interface RowInput<
  W extends Who,
  B extends z.ZodType,
  Q extends z.ZodType,
  S extends z.ZodType | null,
  M extends Record<number, z.ZodType>,
> {
  who: W;
  /** What it does and answers, in a few words, for the documents. */
  says: string;
  /** Strict: a field that is not known is refused and not ignored. Left out where no body is read. */
  body?: B;
  /** Parameters after the question mark; without it they are not looked at. */
  query?: Q;
  /** Null: 204 without a body. */
  answer: S;
  /** 200 unless said otherwise. */
  status?: number;
  /** Other statuses of success, and what they answer. */
  also?: M;
  /** Media type of an answer that is no JSON. */
  file?: readonly string[];
  /** Refusals besides those that follow from `who`, `body`, `query`, `limits` and the path. */
  fails?: readonly ErrorCode[];
  /** Of config/limits.ts, those that its domain function counts by. */
  limits?: readonly RateName[];
  does(ask: Ask<W, B, Q>): Promise<Body<S> | Reply<Body<S> | z.input<M[keyof M]>> | Response>;
}

/** A call that matched a row. */
export interface Matched {
  request: Request;
  context: AppLoadContext;
  params: Record<string, string>;
}

/** One row of the table, as mount.ts and the documents see it. */
export interface Row<A extends Address = Address> {
  address: A;
  method: Method;
  /** `/api/v1/events/:slug/cut` */
  path: string;
  who: Who;
  says: string;
  body: z.ZodType | undefined;
  query: z.ZodType | undefined;
  /** What is answered, by status; null is no body. */
  answers: Record<number, z.ZodType | null>;
  file: readonly string[];
  fails: readonly ErrorCode[];
  limits: readonly RateName[];
  serve(call: Matched): Promise<Response>;
}

/** A row that still knows its types, for the client (client.ts). */
export interface TypedRow<A extends Address, B extends z.ZodType, Q extends z.ZodType, R> extends Row<A> {
  /** Types only, never a value. */
  types?: { body: z.input<B>; query: z.input<Q>; answer: R };
}

/**
 * One endpoint. What is asked is judged in the order of the table's columns: who, the ids of the path, the
 * query, the body; so that nobody learns from a 400 what they may not know.
 */
export function endpoint<
  const A extends Address,
  W extends Who,
  S extends z.ZodType | null,
  B extends z.ZodType = z.ZodUndefined,
  Q extends z.ZodType = z.ZodUndefined,
  M extends Record<number, z.ZodType> = Record<never, z.ZodNever>,
>(
  address: A,
  row: RowInput<W, B, Q, S, M>,
): TypedRow<A, B, Q, S extends z.ZodType ? z.output<S> | z.output<M[keyof M]> : undefined> {
  const at = address.indexOf(' ');
  const path = address.slice(at + 1);
  const status = row.answer === null ? 204 : (row.status ?? 200);
  return {
    address,
    method: methodOf(address),
    path,
    who: row.who,
    says: row.says,
    body: row.body,
    query: row.query,
    answers: { [status]: row.answer, ...row.also },
    file: row.file ?? [],
    fails: row.fails ?? [],
    limits: row.limits ?? [],
    async serve({ request, context, params }) {
      const { slug = '' } = params;
      const actor = await ASK_WHO[row.who](request, context, slug);
      const id = path.includes('/:id') ? idParam(params.id) : '';
      const query = queryOf(request, row.query);
      const body = await bodyOf(request, row.body);
      const { services, origin, clientIp } = context;
      const done = await row.does({
        services,
        actor,
        slug,
        id,
        body,
        query,
        origin,
        clientIp,
        request,
        context,
      });
      const response = responseOf(done, row.answer === null ? null : status);
      if (methodOf(address) !== 'GET' && DIRECTS.has(row.who)) response.headers.set(CREW_HEADER, '1');
      return response;
    },
  };
}

/** Whose commands wait in no lane of the edge. */
const DIRECTS: ReadonlySet<Who> = new Set(['director', 'owner', 'member']);

/** @param status null for an answer without a body */
function responseOf(done: unknown, status: number | null): Response {
  if (done instanceof Response) return done;
  if (done instanceof Reply) return answer(done.body, done.status, done.headers);
  return status === null ? noContent() : answer(done, status);
}

function methodOf(address: Address): Method {
  const [method] = (['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const).filter((one) =>
    address.startsWith(`${one} `),
  );
  if (!method) throw new Error(`${address} has no method.`);
  return method;
}

/** A row without a schema gets nothing, which is what its type says. */
function bodyOf<S extends z.ZodType>(request: Request, schema: S | undefined): Promise<z.output<S>>;
async function bodyOf(request: Request, schema: z.ZodType | undefined): Promise<unknown> {
  return schema && readJson(request, schema);
}

function queryOf<S extends z.ZodType>(request: Request, schema: S | undefined): z.output<S>;
function queryOf(request: Request, schema: z.ZodType | undefined): unknown {
  return schema && readQuery(request, schema);
}

/** An id of the address; what cannot be one is not there. @throws AppError not_found */
function idParam(value: string | undefined): string {
  if (!isId(value)) throw new AppError('not_found', 'There is no such thing here.');
  return value;
}
