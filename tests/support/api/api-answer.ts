import { z } from 'zod';

/** What an endpoint answered, as a test looks at it. */
export interface Called {
  status: number;
  headers: Headers;
  text: string;
  /** The JSON as the test expects it: a mistake shows in the assertion. */
  json: ApiJson;
  /** Name to value of the cookies set. */
  cookies: Record<string, string>;
}

export interface LoggedRow {
  id: string;
  seq: number;
  at: string;
  kind: string;
  severity: string;
  text: string;
  from: string | null;
  to: string | null;
  source: string;
  actor: string;
  requestId: string | null;
  graphic: { id: string; kind: string; name: string; onAir: boolean } | null;
}

/** The fields of answers that tests look into; which of them are there is what the tests say. */
export interface ApiJson {
  error: { code: string; message: string; field: string };
  id: string;
  slug: string;
  title: string;
  label: string;
  number: number;
  status: string;
  state: string;
  seq: number;
  program: {
    seq: number;
    onAir: string | null;
    preview: string | null;
    layout: string;
    cells: (string | null)[];
    faded: boolean;
  };
  rows: LoggedRow[];
  next: string | null;
  joinCode: string;
  joinUrl: string;
  directorUrl: string;
  hostUrl: string;
  watchUrl: string;
  embedUrl: string;
  streamId: string;
  showId: string;
  kind: string;
  ticket: string;
  rooms: { cameras: string; program: string };
  cameras: { id: string; label: string; state: string; connection: string; muted: boolean }[];
  cameraId: string;
  token: string;
  room: string;
  identity: string;
  url: string;
  keyHint: string;
  pictureFailover: boolean;
  mayStandStill: boolean;
  settings: Record<string, string>;
  onAir: boolean;
  content: { url: string; code: { size: number; bits: string } };
}

const AnyJson = z.custom<ApiJson>(() => true);

export async function answered(response: Response): Promise<Called> {
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: parse(text),
    cookies: Object.fromEntries(
      response.headers.getSetCookie().map((line) => {
        const [pair = ''] = line.split(';');
        const at = pair.indexOf('=');
        return [pair.slice(0, at), pair.slice(at + 1)];
      }),
    ),
  };
}

function parse(text: string): ApiJson {
  try {
    return AnyJson.parse(JSON.parse(text));
  } catch {
    return AnyJson.parse({});
  }
}
