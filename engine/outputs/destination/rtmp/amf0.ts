/** Action Message Format 0 (Adobe, 2006), as far as RTMP commands use it. */
export type Amf = number | boolean | string | null | Amf[] | { [name: string]: Amf };

const NUMBER = 0x00;
const BOOLEAN = 0x01;
const STRING = 0x02;
const OBJECT = 0x03;
const NULL = 0x05;
const UNDEFINED = 0x06;
const REFERENCE = 0x07;
const ECMA_ARRAY = 0x08;
const OBJECT_END = 0x09;
const STRICT_ARRAY = 0x0a;
const DATE = 0x0b;
const LONG_STRING = 0x0c;
const UNSUPPORTED = 0x0d;
const XML_DOCUMENT = 0x0f;
const TYPED_OBJECT = 0x10;
/** A server has no reason to answer with anything deeper; what goes deeper is an attack. */
const MAX_DEPTH = 8;

/**
 * Values one after the other. Objects become anonymous objects. @throws RangeError on a string of more than
 * 65,535 bytes
 */
export function encodeAmf(...values: Amf[]): Buffer {
  return Buffer.concat(values.map(encode));
}

/** An associative array, which is how onMetaData carries its fields. */
export function encodeEcmaArray(fields: Record<string, Amf>): Buffer {
  const count = Buffer.alloc(5);
  count[0] = ECMA_ARRAY;
  count.writeUInt32BE(Object.keys(fields).length, 1);
  return Buffer.concat([count, encodeFields(fields)]);
}

function encode(value: Amf): Buffer {
  if (value === null) return Buffer.from([NULL]);
  if (typeof value === 'boolean') return Buffer.from([BOOLEAN, value ? 1 : 0]);
  if (typeof value === 'string') return Buffer.concat([Buffer.from([STRING]), encodeText(value)]);
  if (typeof value === 'number') {
    const out = Buffer.alloc(9);
    out[0] = NUMBER;
    out.writeDoubleBE(value, 1);
    return out;
  }
  if (Array.isArray(value)) {
    const head = Buffer.alloc(5);
    head[0] = STRICT_ARRAY;
    head.writeUInt32BE(value.length, 1);
    return Buffer.concat([head, ...value.map(encode)]);
  }
  return Buffer.concat([Buffer.from([OBJECT]), encodeFields(value)]);
}

function encodeFields(fields: Record<string, Amf>): Buffer {
  const parts = Object.entries(fields).flatMap(([name, value]) => [encodeText(name), encode(value)]);
  return Buffer.concat([...parts, Buffer.from([0, 0, OBJECT_END])]);
}

function encodeText(text: string): Buffer {
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.length > 0xffff) throw new RangeError('too long for AMF0');
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 0xff]), bytes]);
}

/**
 * All values in `data`. @throws RangeError where it is cut off, too deep, or holds a type that no command has
 */
export function decodeAmf(data: Buffer): Amf[] {
  const reader = { data, at: 0 };
  const values: Amf[] = [];
  while (reader.at < data.length) values.push(decode(reader, 0));
  return values;
}

/**
 * A command's name, transaction and values, as far as they can be read: what a server adds to one that nobody
 * waits for must not end the connection. @throws RangeError where name or transaction cannot be read
 */
export function decodeCommand(data: Buffer): Amf[] {
  const reader = { data, at: 0 };
  const values: Amf[] = [];
  while (reader.at < data.length) {
    try {
      values.push(decode(reader, 0));
    } catch (error) {
      if (!(error instanceof RangeError) || values.length < 2) throw error;
      break;
    }
  }
  return values;
}

interface Reader {
  data: Buffer;
  at: number;
}

function decode(reader: Reader, depth: number): Amf {
  if (depth > MAX_DEPTH) throw new RangeError('AMF0 goes too deep');
  const type = reader.data.readUInt8(reader.at++);
  switch (type) {
    case NUMBER:
    case DATE: {
      const value = reader.data.readDoubleBE(reader.at);
      reader.at += type === DATE ? 10 : 8;
      return value;
    }
    case BOOLEAN:
      return reader.data.readUInt8(reader.at++) !== 0;
    case STRING:
      return text(reader, 2);
    case LONG_STRING:
    case XML_DOCUMENT:
      return text(reader, 4);
    case NULL:
    case UNDEFINED:
    case UNSUPPORTED:
      return null;
    case REFERENCE:
      // To an object before it, by number; no field that matters is sent so.
      reader.data.readUInt16BE(reader.at);
      reader.at += 2;
      return null;
    case TYPED_OBJECT:
      // The name of its class says nothing here.
      text(reader, 2);
      return object(reader, depth);
    case ECMA_ARRAY:
      // Its count is a hint; it ends as an object does.
      reader.at += 4;
      return object(reader, depth);
    case OBJECT:
      return object(reader, depth);
    case STRICT_ARRAY: {
      const count = reader.data.readUInt32BE(reader.at);
      reader.at += 4;
      const values: Amf[] = [];
      for (let i = 0; i < count; i++) values.push(decode(reader, depth + 1));
      return values;
    }
    default:
      throw new RangeError(`AMF0 type ${type} is not known`);
  }
}

function object(reader: Reader, depth: number): { [name: string]: Amf } {
  const fields = new Map<string, Amf>();
  for (;;) {
    const name = text(reader, 2);
    if (name === '' && reader.data.readUInt8(reader.at) === OBJECT_END) {
      reader.at++;
      return Object.fromEntries(fields);
    }
    fields.set(name, decode(reader, depth + 1));
  }
}

function text(reader: Reader, lengthBytes: 2 | 4): string {
  const length = reader.data.readUIntBE(reader.at, lengthBytes);
  const from = reader.at + lengthBytes;
  if (from + length > reader.data.length) throw new RangeError('AMF0 is cut off');
  reader.at = from + length;
  return reader.data.toString('utf8', from, reader.at);
}
