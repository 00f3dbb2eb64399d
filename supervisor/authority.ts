import 'reflect-metadata';
import { createPrivateKey, randomBytes, X509Certificate as NodeCertificate } from 'node:crypto';
import { hostname } from 'node:os';
import { isIP } from 'node:net';
import * as x509 from '@peculiar/x509';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { replaceFile } from '../db/atomic-file';
import { maySign, NAME_CONSTRAINTS, nameConstraints } from './name-constraints';

// tsyringe inside @peculiar/x509 requires this before anything else.

/** A year; phones refuse more (Apple: 398 days since 2020, 825 for added authorities). */
export const LEAF_DAYS = 365;
const AUTHORITY_DAYS = 3650;
/** A leaf is renewed this early, so that it does not expire in the middle of a season. */
const RENEW_BEFORE_DAYS = 30;
const DAY_MS = 86_400_000;
/** A phone whose clock is a little behind must accept it at once. */
const BACKDATED_MS = DAY_MS;

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

/** Both PEM. */
export interface CertificateAndKey {
  cert: string;
  key: string;
}

export interface Authority {
  cert: x509.X509Certificate;
  keyPem: string;
}

export function authorityFiles({ cert, key }: CertificateAndKey): Authority {
  return { cert: new x509.X509Certificate(cert), keyPem: key };
}

/**
 * An authority that may sign servers and nothing below it, in private networks and for its own machine.
 *
 * @param names of the machine, where they are public ones
 */
export async function makeAuthority(names: readonly string[]): Promise<CertificateAndKey> {
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const cert = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serial(),
    name: [{ CN: [`Touchline on ${hostname()}`.slice(0, 64)] }, { O: ['Touchline'] }],
    notBefore: new Date(Date.now() - BACKDATED_MS),
    notAfter: new Date(Date.now() + AUTHORITY_DAYS * DAY_MS),
    signingAlgorithm: ALGORITHM,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      new x509.Extension(NAME_CONSTRAINTS, true, new Uint8Array(nameConstraints(names))),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { cert: pem(cert), key: await privatePem(keys.privateKey) };
}

/** A server's certificate for names and addresses, signed by the authority. */
export async function makeLeaf(authority: Authority, names: string[]): Promise<CertificateAndKey> {
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const signingKey = await importPrivate(authority.keyPem);
  const cert = await x509.X509CertificateGenerator.create({
    serialNumber: serial(),
    subject: [{ CN: [names[0] ?? 'localhost'] }],
    issuer: authority.cert.subject,
    notBefore: new Date(Date.now() - BACKDATED_MS),
    notAfter: new Date(Date.now() - BACKDATED_MS + LEAF_DAYS * DAY_MS),
    signingAlgorithm: ALGORITHM,
    publicKey: keys.publicKey,
    signingKey,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(
        names.map((name) => ({ type: isIP(name) ? ('ip' as const) : ('dns' as const), value: name })),
      ),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(authority.cert.publicKey),
    ],
  });
  return { cert: pem(cert), key: await privatePem(keys.privateKey) };
}

/**
 * Whether a leaf can still be used: signed by this authority, for every name, not about to expire, and with
 * its own key (a crash between the writing of the two files leaves a new key next to an old certificate).
 */
export function leafCovers({ cert, key }: CertificateAndKey, names: string[], authorityPem: string): boolean {
  const leaf = new NodeCertificate(cert);
  const lasts = Date.parse(leaf.validTo) - Date.now() > RENEW_BEFORE_DAYS * DAY_MS;
  const signed = leaf.verify(new NodeCertificate(authorityPem).publicKey);
  const owned = leaf.checkPrivateKey(createPrivateKey(key));
  const named = names.every((name) => Boolean(isIP(name) ? leaf.checkIP(name) : leaf.checkHost(name)));
  return lasts && signed && owned && named;
}

function serial(): string {
  // Positive, as the standard requires: the first bit is 0.
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x01;
  return bytes.toString('hex');
}

function pem(cert: x509.X509Certificate): string {
  return `${cert.toString('pem').trim()}\n`;
}

async function privatePem(key: CryptoKey): Promise<string> {
  const der = Buffer.from(await crypto.subtle.exportKey('pkcs8', key));
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
    .export({ format: 'pem', type: 'pkcs8' })
    .toString();
}

function importPrivate(keyPem: string): Promise<CryptoKey> {
  const der = createPrivateKey(keyPem).export({ format: 'der', type: 'pkcs8' });
  return crypto.subtle.importKey('pkcs8', der, ALGORITHM, false, ['sign']);
}

export interface OwnCertificate extends CertificateAndKey {
  /** The authority's certificate, PEM: what a phone must trust. */
  authority: string;
  /** Names that its authority may not sign for, such as those of a machine that was renamed. */
  leftOut: string[];
}

/**
 * The certificate of our own authority for `names`, stored under DATA_DIR/tls and made again when a name is
 * missing or it expires soon. The authority is made once and stays, since every phone trusts it by a person's
 * own steps; one of an older version, which may sign for any name, stays in use too.
 */
export async function ownCertificate(dataDir: string, names: string[]): Promise<OwnCertificate> {
  const folder = join(dataDir, 'tls');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const authority = read(folder, 'authority') ?? write(folder, 'authority', await makeAuthority(names));
  const signer = authorityFiles(authority);
  const signed = names.filter((name) => maySign(signer.cert, name));
  let leaf = read(folder, 'server');
  if (!leaf || !leafCovers(leaf, signed, authority.cert)) {
    leaf = write(folder, 'server', await makeLeaf(signer, signed));
  }
  const leftOut = names.filter((name) => !signed.includes(name));
  return { cert: leaf.cert + authority.cert, key: leaf.key, authority: authority.cert, leftOut };
}

function read(folder: string, name: string): CertificateAndKey | null {
  try {
    return {
      cert: readFileSync(join(folder, `${name}.crt`), 'utf8'),
      key: readFileSync(join(folder, `${name}.key`), 'utf8'),
    };
  } catch {
    return null;
  }
}

/** The certificate last: where it exists, there is a key. */
function write(folder: string, name: string, pair: CertificateAndKey): CertificateAndKey {
  replaceFile(join(folder, `${name}.key`), pair.key);
  replaceFile(join(folder, `${name}.crt`), pair.cert);
  return pair;
}
