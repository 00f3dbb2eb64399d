/** A fixed number of picture buffers: what bounds the memory of an encoder that does not read. */
export class FramePool {
  readonly #free: Buffer[] = [];
  readonly #bytes: number;
  #toMake: number;

  constructor(count: number, bytes: number) {
    this.#toMake = count;
    this.#bytes = bytes;
  }

  /**
   * A copy of `data` (exactly the pool's size), or null while all buffers are out. @throws RangeError on
   * another size
   */
  take(data: Uint8Array): Buffer | null {
    if (data.byteLength !== this.#bytes) {
      throw new RangeError(`a picture of ${data.byteLength} bytes where ${this.#bytes} are encoded`);
    }
    let frame = this.#free.pop();
    if (!frame) {
      if (this.#toMake === 0) return null;
      this.#toMake--;
      frame = Buffer.allocUnsafeSlow(this.#bytes);
    }
    frame.set(data);
    return frame;
  }

  give(frame: Buffer): void {
    this.#free.push(frame);
  }
}
