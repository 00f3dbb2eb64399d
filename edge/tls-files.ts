import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { replaceFile } from '../db/atomic-file';
import { authorityFiles, type CertificateAndKey, leafCovers, makeAuthority, makeLeaf } from './authority';

export interface OwnCertificate extends CertificateAndKey {
  /** The authority's certificate, PEM: what a phone must be told to trust. */
  authority: string;
}

/**
 * The certificate of our own authority for `names`, kept under DATA_DIR/tls and made again when a name is
 * missing or it ends soon. The authority is made once and stays, since every phone that trusts it was told so
 * by hand.
 */
export async function ownCertificate(dataDir: string, names: string[]): Promise<OwnCertificate> {
  const folder = join(dataDir, 'tls');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const authority = read(folder, 'authority') ?? write(folder, 'authority', await makeAuthority());
  let leaf = read(folder, 'server');
  if (!leaf || !leafCovers(leaf, names, authority.cert)) {
    leaf = write(folder, 'server', await makeLeaf(authorityFiles(authority), names));
  }
  return { cert: leaf.cert + authority.cert, key: leaf.key, authority: authority.cert };
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

/** The certificate last: where it is, there is a key. */
function write(folder: string, name: string, pair: CertificateAndKey): CertificateAndKey {
  replaceFile(join(folder, `${name}.key`), pair.key);
  replaceFile(join(folder, `${name}.crt`), pair.cert);
  return pair;
}
