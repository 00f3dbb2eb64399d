import { isRouteErrorResponse, useLocation, useRouteError } from '@remix-run/react';
import { chooseLanguage } from '../../core/language';
import { textsOf } from './texts/languages';

/**
 * The error page of the audience's routes: an address that shows nothing (one page for unknown and for not
 * published, because the difference is nobody's business), or an error of ours. Without a script, so it may
 * hold all languages.
 */
export function AudienceError() {
  const error = useRouteError();
  const lang = chooseLanguage(new URLSearchParams(useLocation().search).get('lang'), null);
  const { none } = textsOf(lang);
  const nothingHere = isRouteErrorResponse(error) && error.status < 500;
  return (
    <main className="no-stream" lang={lang}>
      <section className="player player-still" aria-labelledby="no-stream">
        <h1 id="no-stream">{nothingHere ? none.title : none.faultTitle}</h1>
        <p>{nothingHere ? none.text : none.faultText}</p>
        <a className="button" data-size="touch" href="">
          {none.again}
        </a>
      </section>
    </main>
  );
}
