import { useEffect, useState } from 'react';

export interface BatteryState {
  /** 0 to 1; null where the phone does not report it (Safari never does). */
  level: number | null;
  charging: boolean | null;
}

const UNKNOWN: BatteryState = { level: null, charging: null };

/** The used part of Chrome’s Battery Status API, which is not in TypeScript’s DOM types. */
interface BatteryManager extends EventTarget {
  level: number;
  charging: boolean;
}

export function useBattery(): BatteryState {
  const [state, setState] = useState(UNKNOWN);
  useEffect(() => {
    let battery: BatteryManager | null = null;
    let gone = false;
    const read = () => battery && setState({ level: battery.level, charging: battery.charging });
    void askBattery().then((found) => {
      if (gone || !found) return;
      battery = found;
      read();
      battery.addEventListener('levelchange', read);
      battery.addEventListener('chargingchange', read);
    });
    return () => {
      gone = true;
      battery?.removeEventListener('levelchange', read);
      battery?.removeEventListener('chargingchange', read);
    };
  }, []);
  return state;
}

async function askBattery(): Promise<BatteryManager | null> {
  if (!('getBattery' in navigator) || typeof navigator.getBattery !== 'function') return null;
  try {
    const found: unknown = await navigator.getBattery();
    return isBattery(found) ? found : null;
  } catch {
    return null;
  }
}

function isBattery(found: unknown): found is BatteryManager {
  return (
    found instanceof EventTarget && 'level' in found && 'charging' in found && typeof found.level === 'number'
  );
}
