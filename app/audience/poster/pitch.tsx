/** Half a pitch, drawn quietly behind the words. */
export function Pitch() {
  return (
    <svg className="player-pitch" viewBox="0 0 160 90" aria-hidden="true" fill="none" stroke="currentColor">
      <path d="M0 78h160M80 12v66M0 12h160" />
      <circle cx="80" cy="45" r="16" />
      <circle cx="80" cy="45" r="1" fill="currentColor" />
      <path d="M0 24h24v42H0M160 24h-24v42h24M24 37a10 10 0 0 1 0 16M136 37a10 10 0 0 0 0 16" />
    </svg>
  );
}
