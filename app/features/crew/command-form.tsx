import { useState } from 'react';
import { PostError } from '../../realtime/client/json-request';
import { Button } from '../../ui/button';
import { Notice } from '../../ui/signs';
import { sentenceOf } from './commands';

/**
 * Sends a form as a command and keeps its error: next to the field that the server names, else above the
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
    /** The error of one field; null while it is fine. */
    of: (field: string) => (error?.field === field ? error.message : null),
    /** The error if it belongs to none of these fields. */
    besides: (fields: string[]) => (error && !fields.includes(error.field) ? error.message : null),
  };
}

export function FormButtons(props: {
  error: string | null;
  busy: boolean;
  keep: string;
  onCancel: () => void;
}) {
  return (
    <>
      {props.error ? <Notice>{props.error}</Notice> : null}
      <div className="dialog-buttons">
        <Button onClick={props.onCancel}>Cancel</Button>
        <Button kind="primary" type="submit" busy={props.busy}>
          {props.keep}
        </Button>
      </div>
    </>
  );
}

/** Trimmed; empty where it is missing. */
export function formText(data: FormData, name: string): string {
  const value = data.get(name);
  return typeof value === 'string' ? value.trim() : '';
}
