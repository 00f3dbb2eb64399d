import { mismatches, proposalFor } from '../../../core/encoding-limits';
import { changedEncoding, type EncodingChoice } from '../../../core/encoding-choice';
import type { PreflightFacts, PreflightCheck } from './preflight-check';

/**
 * Whether every platform takes the program as it is encoded; null while all do, for then there is nothing to
 * say.
 */
export function pictureCheck({ state, kindOf }: PreflightFacts): PreflightCheck | null {
  const { encoding, status } = state.event;
  const found = state.destinations
    .filter(({ enabled }) => enabled)
    .flatMap(({ label, plugin }) => {
      const kind = kindOf(plugin);
      return kind ? mismatches(label, kind.limits, encoding) : [];
    });
  const [first, ...more] = found;
  if (!first) return null;
  const rest =
    more.length > 0 ? ` ${more.length} more ${more.length > 1 ? 'do' : 'does'} not fit either.` : '';
  const proposal = status === 'live' ? null : proposalFor(found);
  const choice = proposal && changedEncoding(encoding, proposal);
  return {
    name: 'Picture',
    verdict: 'look',
    text: first.text + rest,
    remedy: proposal && choice ? { label: `Set ${words(proposal)}`, do: 'encode', encoding: choice } : null,
  };
}

function words({ height, fps, videoKbps }: Partial<EncodingChoice>): string {
  return [height && `${height} lines`, fps && `${fps} pictures a second`, videoKbps && `${videoKbps} kbit/s`]
    .filter(Boolean)
    .join(', ');
}
