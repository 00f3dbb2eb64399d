/** What a message over an open socket takes, and more. */
const ON_ITS_WAY_MS = 250;

/**
 * What the server's clock says, learned from the `Date` of its answers, so that a match clock is right on a
 * phone whose own is not.
 *
 * `Date` has whole seconds (RFC 9110, 5.6.7) and was written between sending and hearing: each answer says
 * between which two values the difference of the clocks lies, and several narrow it. Nothing is corrected
 * that needs no correction, so a device with the right time shows exactly that.
 */
export class ServerClock {
  #least = -Infinity;
  #most = Infinity;

  /** All in milliseconds of this device, but for the header. What cannot be read is left out. */
  heard(header: string | null, sentMs: number, heardMs: number): void {
    const wroteMs = Date.parse(header ?? '');
    if (Number.isNaN(wroteMs)) return;
    this.#narrow(wroteMs - heardMs, wroteMs + 1000 - sentMs);
  }

  /** As `heard`, where an answer says the server's time to the millisecond. */
  heardExactly(serverMs: number, sentMs: number, heardMs: number): void {
    this.#narrow(serverMs - heardMs, serverMs - sentMs);
  }

  #narrow(least: number, most: number): void {
    const fits = least <= this.#most && most >= this.#least;
    // This device's clock was set meanwhile: only the newest answer counts.
    this.#least = fits ? Math.max(least, this.#least) : least;
    this.#most = fits ? Math.min(most, this.#most) : most;
  }

  /** The server says that its clock was set. @param nowMs what it showed a moment before this was heard */
  set(nowMs: number, heardMs: number): void {
    [this.#least, this.#most] = [nowMs - heardMs, nowMs - heardMs + ON_ITS_WAY_MS];
  }

  /** The server's time, milliseconds since 1970. */
  at(nowMs: number): number {
    return nowMs + Math.min(Math.max(0, this.#least), this.#most);
  }
}

const clock = new ServerClock();

/** Of every answer that comes from our server. */
export const hearServerDate = clock.heard.bind(clock);
export const hearServerMs = (serverMs: number, sentMs: number): void =>
  clock.heardExactly(serverMs, sentMs, Date.now());
export const setServerClock = (nowMs: number): void => clock.set(nowMs, Date.now());
export const serverNow = (): number => clock.at(Date.now());
