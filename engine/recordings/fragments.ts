import { type FileHandle, open } from 'node:fs/promises';

/** One box of a file's top level (ISO/IEC 14496-12, 4.2). */
interface Box {
  /** Four zeros where a crash left room that was never written. */
  type: string;
  /** Bytes from the start of the file. */
  at: number;
  /** As the file says, of which less may be there. */
  size: number;
}

/** The boxes of the top level, as far as their sizes can be read. */
async function* topBoxes(handle: FileHandle): AsyncGenerator<Box> {
  const head = Buffer.alloc(16);
  for (let at = 0; ;) {
    const { bytesRead } = await handle.read(head, 0, head.length, at);
    if (bytesRead < 8) return;
    const type = head.toString('latin1', 4, 8);
    // 1 stands for a size of 64 bits after the type.
    const short = head.readUInt32BE(0);
    const size = short === 1 ? Number(head.readBigUInt64BE(8)) : short;
    yield { type, at, size };
    if (size < 8) return;
    at += size;
  }
}

/** Whether an MP4 file has its whole index in front; a fragmented one has a piece before each fragment. */
export async function isWhole(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    let index = false;
    for await (const { type } of topBoxes(handle)) {
      if (type === 'moof') return false;
      if (type === 'mdat') return index;
      index ||= type === 'moov';
    }
    return false;
  } finally {
    await handle.close();
  }
}

/** What is kept for fields that the pieces do not have; a file of a minute needs less than half of it. */
const INDEX_HEAD = 64 * 1024;

/**
 * Bytes that hold the index of a fragmented file once it is in one place. A piece tells length, offset and
 * duration of a sample in 4 bytes each where it varies, and the index in 4, 8 and 8: twice the pieces are
 * enough.
 */
export async function roomForIndex(file: string): Promise<number> {
  const handle = await open(file);
  try {
    let pieces = 0;
    for await (const { type, size } of topBoxes(handle)) if (type === 'moof') pieces += size;
    return 2 * pieces + INDEX_HEAD;
  } finally {
    await handle.close();
  }
}

/**
 * Cuts the piece of index off that a full disk or a crash left half written at the end of a fragmented file:
 * with it ffmpeg and browsers refuse the whole file. Half a fragment stays, because players read it as far as
 * it goes. Only for a file that nobody writes to.
 *
 * @returns the bytes that the file has now
 */
export async function dropBrokenTail(file: string): Promise<number> {
  const handle = await open(file, 'r+');
  try {
    const { size } = await handle.stat();
    let end = 0;
    for await (const box of topBoxes(handle)) {
      const broken = box.type === '\0\0\0\0' || (box.type === 'moof' && box.at + box.size > size);
      end = broken ? box.at : box.at + Math.max(box.size, 8);
      if (broken) break;
      // Anything else that ends early is read as far as it goes, or is no recording of ours.
      if (end > size || box.size < 8) return size;
    }
    // Between the boxes lie fewer bytes than a box begins with.
    if (end < size) await handle.truncate(end);
    return end;
  } finally {
    await handle.close();
  }
}
