import type { OutputUptime } from '../../../../contract/statistics';
import { clockText, count } from '../../../ui/format';
import { outputName, share } from './statistics-texts';

/** For how long each output was really fed. */
export function OutputUptimes({ uptimes }: { uptimes: OutputUptime[] }) {
  if (uptimes.length === 0) return null;
  return (
    <table className="uptimes">
      <caption className="visually-hidden">For how long each output was fed</caption>
      <thead>
        <tr>
          <th scope="col">Output</th>
          <th scope="col">Fed</th>
          <th scope="col">Of</th>
          <th scope="col">Interrupted</th>
        </tr>
      </thead>
      <tbody>
        {uptimes.map((uptime) => (
          <tr key={uptime.output}>
            <th scope="row" className="clip">
              {outputName(uptime)}
            </th>
            <td className="num">{share(uptime.liveS, uptime.onS)}</td>
            <td className="num">{clockText(uptime.onS)}</td>
            <td className="num" data-look={uptime.interruptions > 0 || undefined}>
              {uptime.interruptions === 0 ? 'never' : count(uptime.interruptions, 'time')}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
