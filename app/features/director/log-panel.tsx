import { useCrew } from '../crew/crew-context';
import { LogLines } from './log-lines';

export function LogPanel() {
  const { log } = useCrew().state;
  if (log.length === 0)
    return <p className="text-2">Nothing has happened yet. Cuts, cameras and faults are listed here.</p>;
  return <LogLines rows={log} wrap />;
}
