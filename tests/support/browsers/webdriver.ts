import { z } from 'zod';

/** Starting a browser on a busy machine takes its time. */
const ANSWER_MS = 60_000;

const Failure = z.object({ value: z.object({ error: z.string(), message: z.string() }) });
const Answer = z.object({ value: z.unknown() });
const Opened = z.object({ sessionId: z.string() });

/**
 * As much of WebDriver (https://www.w3.org/TR/webdriver2/) as a test needs: JSON over HTTP, one request a
 * command.
 */
export class WebDriverSession {
  private constructor(private readonly url: string) {}

  /** Opens a window. @throws Error with what the driver says against it */
  static async open(driverUrl: string, capabilities: object): Promise<WebDriverSession> {
    const wanted = { capabilities: { alwaysMatch: capabilities } };
    const { sessionId } = Opened.parse(await send('POST', `${driverUrl}/session`, wanted));
    return new WebDriverSession(`${driverUrl}/session/${sessionId}`);
  }

  /** Goes there and waits until the page has loaded. */
  async goto(url: string): Promise<void> {
    await this.#command('/url', { url });
  }

  /** Later scripts run in the page's first frame; with null in the page itself. */
  async frame(id: 0 | null): Promise<void> {
    await this.#command('/frame', { id });
  }

  /** Runs `await (expression)` in the page; what it gives must be a string. */
  async evaluate(expression: string): Promise<string> {
    const script = `const done = arguments[0];
      (async () => ${expression})().then((text) => done({ text }), (error) => done({ error: String(error) }));`;
    const answer = await this.#command('/execute/async', { script, args: [] });
    const { text, error } = z.object({ text: z.string(), error: z.string() }).partial().parse(answer);
    if (text === undefined) throw new Error(error ?? 'The page gave no text.');
    return text;
  }

  /** Closes the window. */
  async close(): Promise<void> {
    await send('DELETE', this.url);
  }

  #command(path: string, body: object): Promise<unknown> {
    return send('POST', `${this.url}${path}`, body);
  }
}

async function send(method: 'POST' | 'DELETE', url: string, body?: object): Promise<unknown> {
  const signal = AbortSignal.timeout(ANSWER_MS);
  const response = await fetch(url, { method, body: body && JSON.stringify(body), signal });
  const answer: unknown = await response.json();
  if (response.ok) return Answer.parse(answer).value;
  const { value } = Failure.parse(answer);
  throw new Error(`${value.error}: ${value.message}`);
}
