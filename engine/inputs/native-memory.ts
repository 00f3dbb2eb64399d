import koffi from 'koffi';

/** The C library, which is in every process anyway. */
const libc = koffi.load(process.platform === 'win32' ? 'msvcrt.dll' : null);
const memcpy = libc.func('void memcpy(void *target, uintptr_t source, size_t bytes)');

/**
 * Copies native memory into memory that is used again and again. The bindings' own copy makes a new buffer
 * each time, and at 30 pictures of
 * 1.4 MB a second that made V8 collect the whole heap every 0.3 s, 20 to 40 ms each (a fifth of the engine's
 * CPU), and each copy six times as long as this one.
 *
 * @param address of `bytes` bytes that stay valid during the call
 * @throws RangeError when `target` is too small
 */
export function copyNative(target: Uint8Array, address: bigint, bytes: number): void {
  if (bytes > target.byteLength) throw new RangeError(`${bytes} bytes do not go into ${target.byteLength}.`);
  memcpy(target, address, bytes);
}
