import { type Environment, SettingsError } from '../app/config/settings-error';
import { parseSettings, type Settings } from '../app/config/settings';

/**
 * Checks everything that may be set, also what only the children read, so that one look at the terminal is
 * enough.
 *
 * @throws SettingsError with all faults
 */
export async function checkSettings(environment: Environment, root: string): Promise<Settings> {
  const faults: string[] = [];
  const collect = <T>(parse: () => T): T | null => {
    try {
      return parse();
    } catch (error) {
      if (!(error instanceof SettingsError)) throw error;
      faults.push(...error.faults);
      return null;
    }
  };
  const settings = collect(() => parseSettings(environment, root));
  try {
    // Read when it is loaded, for its own process; here it has to be a fault among others.
    const { readLimits } = await import('../app/config/limits');
    collect(() => readLimits(environment));
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    faults.push(...error.faults);
  }
  if (!settings || faults.length > 0) throw new SettingsError([...new Set(faults)]);
  return settings;
}
