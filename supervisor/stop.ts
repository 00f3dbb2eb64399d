/** Calls `stop` at the first Ctrl-C, SIGTERM or hang-up of the terminal, and `kill` at a second one. */
export function onStopSignals(stop: () => Promise<void>, kill: () => void): void {
  let asked = false;
  const react = () => {
    if (asked) {
      kill();
      process.exit(130);
    }
    asked = true;
    console.log('\nStopping … (Ctrl-C again stops at once)');
    stop().then(
      // Asked to stop and stopped: npm would call anything but 0 an error.
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        kill();
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', react).on('SIGTERM', react).on('SIGHUP', react);
}
