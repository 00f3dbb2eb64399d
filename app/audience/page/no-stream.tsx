import type { Texts } from '../texts/en';

interface Props {
  texts: Texts;
  lang: string;
  /** Ours, and not an address that shows nothing. */
  fault: boolean;
}

/**
 * For an address that shows nothing: unknown, or not published yet. One page for both, because the difference
 * is nobody's business. It has no script.
 */
export function NoStream({ texts: { none }, lang, fault }: Props) {
  return (
    <main className="no-stream" lang={lang}>
      <section className="player player-still" aria-labelledby="no-stream">
        <h1 id="no-stream">{fault ? none.faultTitle : none.title}</h1>
        <p>{fault ? none.faultText : none.text}</p>
        <a className="button" data-size="touch" href="">
          {none.again}
        </a>
      </section>
    </main>
  );
}
