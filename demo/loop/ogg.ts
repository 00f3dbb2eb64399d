const HEADER_BYTES = 27;
const FULL_SEGMENT = 255;

/** The packets of an Ogg stream (RFC 3533), in order; for Opus the first two are its headers (RFC 7845). */
export function oggPackets(file: Buffer): Buffer[] {
  const packets: Buffer[] = [];
  let parts: Buffer[] = [];
  for (let at = 0; at + HEADER_BYTES <= file.length;) {
    if (file.toString('latin1', at, at + 4) !== 'OggS') throw new Error('This is no Ogg file.');
    const segments = file[at + 26] ?? 0;
    let body = at + HEADER_BYTES + segments;
    for (let i = 0; i < segments; i++) {
      const length = file[at + HEADER_BYTES + i] ?? 0;
      parts.push(file.subarray(body, body + length));
      body += length;
      if (length === FULL_SEGMENT) continue;
      packets.push(Buffer.concat(parts));
      parts = [];
    }
    at = body;
  }
  return packets;
}
