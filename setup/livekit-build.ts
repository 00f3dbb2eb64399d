import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { follow, onPath } from './command';
import { LIVEKIT_VERSION } from './livekit-release';
import { longStep } from './progress';

/** Under two minutes on two cores with Go 1.26; a small board takes longer. */
const BUILD_MS = 20 * 60_000;

/**
 * Builds the pinned version with Go's own module verification (go.sum of the checksum database) into
 * `target`.
 */
export async function buildLiveKit(target: string): Promise<void> {
  const go = onPath('go') ?? onPath('go', '/usr/local/go/bin:/usr/lib/go/bin');
  if (!go) throw new Error('Go is not installed, so LiveKit cannot be built here.');
  await mkdir(dirname(target), { recursive: true });
  const folder = await mkdtemp(join(dirname(target), '.build-'));
  const step = longStep(`Building LiveKit ${LIVEKIT_VERSION} with Go (once, about two minutes)`);
  let packages = 0;
  let downloads = 0;
  try {
    await follow(go, ['install', '-v', `github.com/livekit/livekit-server/cmd/server@v${LIVEKIT_VERSION}`], {
      env: { ...process.env, GOBIN: folder, CGO_ENABLED: '0', GOFLAGS: '' },
      timeoutMs: BUILD_MS,
      onLine: (line) => {
        if (line.startsWith('go: downloading')) downloads += 1;
        else packages += 1;
        step.note(packages > 0 ? `${packages} packages compiled` : `${downloads} modules downloaded`);
      },
    });
    await rename(join(folder, 'server'), target);
    step.end('done');
  } catch (error) {
    step.end('failed');
    throw new Error(`Go could not build LiveKit: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
