import { ButtonLink } from '../../ui/button';

/** For an address that shows nothing: unknown, or not published yet. One page for both, because the difference is nobody's business. */
export function NoStream() {
  return (
    <div className="watch">
      <main className="watch-main">
        <section className="player player-still" aria-labelledby="no-stream">
          <h1 id="no-stream">There is no stream here</h1>
          <p>Check the address. If it is right, the event is not open yet: come back closer to its start.</p>
          <ButtonLink size="touch" to="." reloadDocument>
            Try again
          </ButtonLink>
        </section>
      </main>
    </div>
  );
}
