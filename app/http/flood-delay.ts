import type { NextFunction, Request, Response } from 'express';

/** A browser of somebody who floods, with its six connections, sends two a second at most. */
const HOLD_MS = 3_000;
/** Held at a time; each is an open socket. Whoever comes on top loses the connection without a word. */
const MAX_HELD = 500;

/**
 * Slows down who floods: the connection is read no further for a while, then the answer goes out and it is
 * closed. What was sent meanwhile stays with the system and is thrown away unread, so a flood over one
 * connection costs one request in that time, however much is poured into it.
 */
export class FloodDelay {
  readonly #held = new WeakSet<object>();
  readonly #unanswered = new WeakSet<object>();
  #count = 0;

  /** Comes before everything else: what arrives over a connection that is being held is not looked at. */
  readonly drop = (request: Request, _response: Response, next: NextFunction): void => {
    if (!this.#held.has(request.socket)) next();
  };

  /**
   * Notes that a request waits for its answer.
   *
   * @returns whether its connection had one under way already. No browser and no proxy sends on before it is
   * answered, so that is a program, and one that outruns this process
   */
  outruns(request: Request, response: Response): boolean {
    const { socket } = request;
    if (this.#unanswered.has(socket)) return true;
    this.#unanswered.add(socket);
    response.once('close', () => this.#unanswered.delete(socket));
    return false;
  }

  hold(request: Request, response: Response, answer: () => void): void {
    const { socket } = request;
    if (this.#count >= MAX_HELD) return void socket.destroy();
    this.#count += 1;
    this.#held.add(socket);
    // Not yet: at the end of this request Node reads on by itself.
    setImmediate(() => socket.pause());
    const timer = setTimeout(() => {
      response.set('Connection', 'close');
      answer();
    }, HOLD_MS);
    socket.once('close', () => {
      clearTimeout(timer);
      this.#count -= 1;
    });
  }
}
