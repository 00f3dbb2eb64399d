import { accessSync, chmodSync, constants, mkdirSync } from 'node:fs';

/** PostgreSQL's user passes through; every secret in the folder has mode 0600. */
const MODE = 0o711;

/**
 * Makes the data folder and lets nobody list it. A volume of somebody else (NFS, SMB, a container's) may be
 * writable and yet refuse that; then it goes on with a warning.
 * @param setMode of node:fs
 * @throws an Error with the way out when nothing can be written there
 */
export function openDataDir(dataDir: string, warn: (line: string) => void, setMode = chmodSync): void {
  try {
    mkdirSync(dataDir, { recursive: true });
    accessSync(dataDir, constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new Error(
      `${dataDir} cannot be written to (${codeOf(cause)}): give it to the user that starts Touchline, or set DATA_DIR to another folder.`,
      { cause },
    );
  }
  try {
    setMode(dataDir, MODE);
  } catch (error) {
    warn(
      `${dataDir} belongs to somebody else, and its permissions cannot be changed (${codeOf(error)}). It works; other users of this machine may see the names of the files in it.`,
    );
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
