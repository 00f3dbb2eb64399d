import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';
import type { DatabaseTls } from '../core/database-address';

/**
 * What postgres.js is given for TLS: its own reader of addresses knows no files, and takes every mode that it
 * does not know for the full check.
 * @throws an Error that names the file, when one cannot be read
 */
export function driverTls({
  mode,
  host,
  files,
  password,
}: DatabaseTls): false | 'prefer' | ConnectionOptions {
  if (mode === 'disable') return false;
  // Both go on without TLS where the server has none; it can say so only when it is asked first.
  if (mode === 'allow' || mode === 'prefer') return 'prefer';
  const [ca, cert, key, crl] = (['sslrootcert', 'sslcert', 'sslkey', 'sslcrl'] as const).map((name) => {
    const file = files[name];
    return file && readPem(name, file);
  });
  return {
    // The driver names no server that has an address only, and Node then compares with localhost.
    host,
    ...(ca && { ca }),
    ...(cert && { cert }),
    ...(key && { key }),
    ...(crl && { crl }),
    ...(password && { passphrase: password }),
    rejectUnauthorized: mode !== 'require',
    ...(mode === 'verify-ca' && { checkServerIdentity: () => undefined }),
  };
}

/** By path, as last read: a file that is renewed may be away for a moment. */
const known = new Map<string, string>();

function readPem(name: string, file: string): string {
  try {
    known.set(file, readFileSync(file, 'utf8'));
  } catch (cause) {
    if (!known.has(file)) {
      const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
      throw new Error(
        `DATABASE_URL names ${file} (${name}), which cannot be read (${code}): give the whole path of a file in PEM form that the user who starts Touchline may read.`,
        { cause },
      );
    }
  }
  return known.get(file) ?? '';
}
