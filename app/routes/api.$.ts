import { AppError } from '../../core/errors';
import { errorAnswer, type Handler } from '../http/respond';

/** Addresses under /api that are none: an API client gets JSON, not a page. */
const nothing: Handler = ({ context }) =>
  Promise.resolve(
    errorAnswer(new AppError('not_found', 'There is no such address in the API.'), context.services),
  );

export const loader = nothing;
export const action = nothing;
