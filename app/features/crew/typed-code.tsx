import type { JoinFacts } from './join-facts.server';

/** The code for people who type it, or why there is none. */
export function TypedCode({ join }: { join: JoinFacts }) {
  if (join.code !== null) return <p className="join-code">{join.code}</p>;
  return (
    <p className="text-2 small">
      The code to type has expired. The QR code and the link go on working; renew the codes for another one.
    </p>
  );
}
