import { useState } from 'react';
import { PostError } from '../../realtime/client/json-request';
import { sentenceOf } from '../crew/commands';

/**
 * Sends a form and keeps what is wrong with it: beside its field where the server names one, else above the
 * buttons.
 */
export function useFormErrors(onDone: () => void) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<{ field: string; message: string } | null>(null);
  const send = async (command: () => Promise<unknown>) => {
    setBusy(true);
    setError(null);
    try {
      await command();
      onDone();
    } catch (cause) {
      const field = cause instanceof PostError ? cause.details.field : undefined;
      setError({ field: typeof field === 'string' ? field : '', message: sentenceOf(cause) });
    } finally {
      setBusy(false);
    }
  };
  return {
    busy,
    send,
    /** The sentence for one field; null while it is fine. */
    of: (field: string) => (error?.field === field ? error.message : null),
    /** What belongs to none of these fields. */
    besides: (fields: string[]) => (error && !fields.includes(error.field) ? error.message : null),
  };
}
