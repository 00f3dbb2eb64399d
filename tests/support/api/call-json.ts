/**
 * What the tests that call a running server by HTTP look at of an answer; which of it is there is what they
 * say.
 */
export interface JsonAnswer {
  status: number;
  json: {
    id: string;
    seq: number;
    joinCode: string;
    cameraId: string;
    url: string;
    hostUrl: string;
    message: { id: string };
    error: { code: string; message: string };
  };
  /** `Set-Cookie`, as it came. */
  cookies: string[];
}

export async function callJson(
  url: string,
  method: string,
  path: string,
  body: unknown,
  headers: Record<string, string>,
): Promise<JsonAnswer> {
  const response = await fetch(url + path, {
    method,
    headers: { 'Content-Type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    json: text === '' ? {} : JSON.parse(text),
    cookies: response.headers.getSetCookie(),
  };
}

/** What a call answers that has to succeed. */
export async function ok(answer: Promise<JsonAnswer>): Promise<JsonAnswer['json']> {
  const { status, json } = await answer;
  if (status >= 300) throw new Error(`${status} ${JSON.stringify(json)}`);
  return json;
}
