import { once } from 'node:events';
import WebSocket from 'ws';
import { z } from 'zod';

/** Starting a browser on a busy machine takes its time. */
const ANSWER_MS = 60_000;

const Answer = z.object({
  id: z.number().nullish(),
  type: z.string(),
  result: z.unknown().optional(),
  error: z.string().optional(),
  message: z.string().optional(),
});

/**
 * As much of WebDriver BiDi (https://w3c.github.io/webdriver-bidi) as a test needs: commands and their
 * answers.
 */
export class BidiSession {
  #last = 0;
  readonly #waiting = new Map<number, { resolve: (result: unknown) => void; reject: (why: Error) => void }>();

  private constructor(private readonly socket: WebSocket) {
    socket.on('message', (data) => this.#hear(data.toString()));
    socket.on('close', () => {
      for (const { reject } of this.#waiting.values())
        reject(new Error('The browser closed the connection.'));
    });
    socket.on('error', () => undefined);
  }

  static async open(url: string): Promise<BidiSession> {
    const socket = new WebSocket(url);
    await once(socket, 'open', { signal: AbortSignal.timeout(ANSWER_MS) });
    const session = new BidiSession(socket);
    await session.send('session.new', { capabilities: {} });
    return session;
  }

  /** @throws Error with what the browser says against it */
  send(method: string, params: object): Promise<unknown> {
    const id = (this.#last += 1);
    return new Promise((resolve, reject) => {
      const limit = setTimeout(() => reject(new Error(`No answer to ${method}.`)), ANSWER_MS);
      const done = () => {
        clearTimeout(limit);
        this.#waiting.delete(id);
      };
      this.#waiting.set(id, {
        resolve: (result) => (done(), resolve(result)),
        reject: (why) => (done(), reject(why)),
      });
      this.socket.send(JSON.stringify({ id, method, params }));
    });
  }

  /** Ends the browser too. */
  async close(): Promise<void> {
    await this.send('browser.close', {}).catch(() => undefined);
    this.socket.terminate();
  }

  #hear(text: string): void {
    const { id, type, result, error, message } = Answer.parse(JSON.parse(text));
    const waiting = typeof id === 'number' ? this.#waiting.get(id) : undefined;
    if (type === 'success') waiting?.resolve(result);
    else waiting?.reject(new Error(`${error}: ${message}`));
  }
}
