import { pino, type Logger } from 'pino';

/** Never in a log, whatever object it came with. */
const SECRET_FIELDS = [
  'authorization',
  'cookie',
  'password',
  'token',
  'ticket',
  'secret',
  'streamKey',
  'key',
  'code',
].flatMap((name) => (name === 'code' ? ['body.code'] : [name, `*.${name}`, `headers.${name}`]));

/** Addresses with a password or a key in them, wherever an error's text carries one. */
const CREDENTIALS = /\b((?:postgres(?:ql)?|rtmps?|https?|wss?):\/\/)[^\s/@]+@/gi;
const RTMP_PATH = /\b(rtmps?:\/\/[^\s/]+)\/\S+/gi;

export function redact(text: string): string {
  return text.replace(CREDENTIALS, '$1[redacted]@').replace(RTMP_PATH, '$1/[redacted]');
}

/** Typed lines of JSON on standard output; the supervisor gives them their colour. */
export function createLog(name: string): Logger {
  return pino({
    name,
    base: { pid: process.pid },
    level: process.env.LOG_LEVEL ?? 'info',
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: SECRET_FIELDS, censor: '[redacted]' },
    serializers: {
      err: (error: unknown) =>
        error instanceof Error ? serialize(error) : { message: redact(String(error)) },
    },
  });
}

function serialize(error: Error): Record<string, unknown> {
  const code = 'code' in error ? error.code : undefined;
  return {
    type: error.name,
    message: redact(error.message),
    code,
    stack: redact(error.stack ?? ''),
    cause: error.cause instanceof Error ? serialize(error.cause) : undefined,
  };
}
