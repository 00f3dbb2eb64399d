import type { Environment } from '../core/settings';
import { createApiToken } from '../app/domain/accounts/api-token';
import { connect } from '../db/connect';
import { only, systemEnvironment } from './child-env';
import type { ProcessGroup } from './process-group';

/** By which it opens a browser, and where its film is kept. */
const DESKTOP =
  /^(DISPLAY|WAYLAND_DISPLAY|XAUTHORITY|XDG_\w+|DBUS_SESSION_BUS_ADDRESS|BROWSER|TOUCHLINE_(CACHE_DIR|NO_BROWSER))$/;

/** The simulated match as one more child; it uses the public API with its own token, like any client. */
export async function addDemo(
  group: ProcessGroup,
  options: { webUrl: string; baseUrl: string; environment: Environment },
): Promise<void> {
  const sql = connect(options.webUrl, { max: 1, name: 'touchline-setup' });
  const { token } = await createApiToken({ sql }, { name: 'Simulated match' }).finally(() =>
    sql.end({ timeout: 2 }),
  );
  const demo = group.add('front', {
    name: 'demo',
    file: process.execPath,
    args: ['--enable-source-maps', 'build/main/demo.js'],
    env: {
      ...systemEnvironment(options.environment),
      ...only(options.environment, DESKTOP),
      BASE_URL: options.baseUrl,
      TOUCHLINE_TOKEN: token,
    },
    ipc: true,
    stopSignal: 'SIGTERM',
    // Its lines (progress of the drawing, links) are for the person at the terminal.
    loud: true,
    ready: () => Promise.resolve(),
  });
  await demo.start();
}
