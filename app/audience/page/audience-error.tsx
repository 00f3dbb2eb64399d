import { isRouteErrorResponse, useLocation, useRouteError } from '@remix-run/react';
import { chooseLanguage } from '../../../core/language';
import { textsOf } from '../texts/languages';
import { NoStream } from './no-stream';

/** Where a page of the audience cannot be drawn. Drawn by the server only, so it may hold all languages. */
export function AudienceError() {
  const error = useRouteError();
  const { search } = useLocation();
  const lang = chooseLanguage(new URLSearchParams(search).get('lang'), null);
  const known = isRouteErrorResponse(error) && error.status < 500;
  return <NoStream texts={textsOf(lang)} lang={lang} fault={!known} />;
}
