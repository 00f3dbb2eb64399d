import { useState } from 'react';
import { Field } from '../../ui/field';

/** When it starts, typed in this browser's time zone and sent in UTC. */
export function StartField() {
  const [local, setLocal] = useState('');
  const date = local === '' ? null : new Date(local);
  const iso = date && !Number.isNaN(date.getTime()) ? date.toISOString() : '';
  return (
    <>
      <Field
        label="Start (optional)"
        type="datetime-local"
        value={local}
        onChange={(event) => setLocal(event.target.value)}
        help="Viewers who come early see a countdown. You go live by hand."
      />
      <input type="hidden" name="startsAt" value={iso} />
    </>
  );
}
