import { Button } from '../../../ui/button';
import { useStickyFlag } from '../hooks/use-sticky-flag';

/** Lies over the picture while the phone stands upright; which it does is for the style sheet to see. */
export function TurnHint() {
  const [dismissed, setDismissed] = useStickyFlag('upright');
  if (dismissed) return null;
  return (
    <section className="cam-turn" aria-label="Turn your phone">
      <svg viewBox="0 0 120 120" aria-hidden="true" fill="none" stroke="currentColor">
        <rect
          x="43"
          y="18"
          width="40"
          height="72"
          rx="7"
          strokeWidth="3"
          opacity=".45"
          strokeDasharray="5 5"
        />
        <rect x="27" y="54" width="72" height="40" rx="7" strokeWidth="3.5" fill="var(--bg)" />
        <path
          d="M22 46A46 46 0 0 1 40 21M40 21l-10 1M40 21l1 10"
          strokeWidth="3.5"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </svg>
      <h1>Turn your phone</h1>
      <p>Viewers see black bars until it lies sideways.</p>
      <p className="text-2">Nothing happens? Switch off rotation lock.</p>
      <Button size="touch" onClick={() => setDismissed(true)}>
        Film upright anyway
      </Button>
    </section>
  );
}
