import { json } from '@remix-run/node';
import { AppError } from '../../core/errors';

/** One text of a page's form; '' where it is missing or a file. */
export function formText(data: FormData, name: string): string {
  const value = data.get(name);
  return typeof value === 'string' ? value : '';
}

export interface FormFault {
  /** '' where it belongs to no field. */
  field: string;
  message: string;
}

/** What the domain refused, as the form's answer; anything else is thrown on. */
export function formFault(error: unknown) {
  if (!(error instanceof AppError)) throw error;
  const field = error.details?.['field'];
  return json<FormFault>(
    { field: typeof field === 'string' ? field : '', message: error.message },
    { status: error.status },
  );
}
