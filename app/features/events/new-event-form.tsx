import { Form, useNavigation } from '@remix-run/react';
import { useState } from 'react';
import type { EventKind } from '../../../contract/vocabulary';
import { proposeSlug } from '../../../core/slug';
import { Button } from '../../ui/button';
import { Choice, Field } from '../../ui/fields';
import { Notice } from '../../ui/signs';

const FIELDS = ['title', 'slug', 'hostName'];

interface NewEventFormProps {
  /** Shown before the slug: `tv.tsv-nord.de/watch/`. */
  watchPrefix: string;
  error: { field: string; message: string } | null;
}

/** Only what an event needs to begin with; everything else is set on its desk. */
export function NewEventForm({ watchPrefix, error }: NewEventFormProps) {
  const [title, setTitle] = useState('');
  const [slug, setSlug] = useState<string | null>(null);
  const [kind, setKind] = useState<EventKind>('match');
  const busy = useNavigation().state !== 'idle';
  const proposed = title.trim() === '' ? '' : proposeSlug(title);
  const shown = slug ?? proposed;
  return (
    <Form method="post" className="stack">
      {error && !FIELDS.includes(error.field) ? <Notice>{error.message}</Notice> : null}
      <Choice
        legend="What it is"
        name="kind"
        defaultValue="match"
        onChoose={setKind}
        options={[
          {
            value: 'match',
            label: 'Match',
            explains: 'Several phones are cameras, and a director cuts between them.',
          },
          {
            value: 'show',
            label: 'Show',
            explains: 'One host speaks straight to the viewers, from a browser and by a link of their own.',
          },
        ]}
      />
      <Field
        label="Title"
        name="title"
        value={title}
        onChange={(event) => setTitle(event.target.value)}
        maxLength={120}
        required
        autoFocus
        placeholder={kind === 'match' ? 'TSV Nord – SC Hafen, U17' : 'Coffee at nine'}
        error={error?.field === 'title' ? error.message : null}
      />
      <Field
        label="Address"
        name="slug"
        value={shown}
        onChange={(event) => setSlug(event.target.value)}
        maxLength={64}
        pattern="[A-Za-z0-9_\-]+"
        title="Letters, digits, - and _"
        spellCheck={false}
        autoComplete="off"
        help={
          <>
            Viewers watch at {watchPrefix}
            <b>{shown || '…'}</b>
          </>
        }
        error={error?.field === 'slug' ? error.message : null}
      />
      {kind === 'show' ? (
        <Field
          label="Host"
          name="hostName"
          maxLength={60}
          autoComplete="off"
          placeholder="Amina"
          help="Stands next to what the host writes in the chat."
          error={error?.field === 'hostName' ? error.message : null}
        />
      ) : null}
      <StartField />
      <Choice
        legend="Who may find it"
        name="visibility"
        defaultValue="public"
        options={[
          { value: 'public', label: 'Public', explains: 'Anyone may watch, and it may be listed.' },
          {
            value: 'unlisted',
            label: 'Unlisted',
            explains: 'Anyone who has the address may watch; it is listed nowhere.',
          },
        ]}
      />
      {kind === 'match' ? (
        <Choice
          legend="When a phone joins"
          name="admission"
          defaultValue="manual"
          options={[
            {
              value: 'manual',
              label: 'Ask first',
              explains: 'It waits until you admit it. Nobody’s picture shows up by surprise.',
            },
            {
              value: 'immediate',
              label: 'Let it in',
              explains: 'Anyone who has the QR code or the typed code becomes a camera at once.',
            },
          ]}
        />
      ) : null}
      <Button kind="primary" size="touch" type="submit" busy={busy}>
        Create event
      </Button>
    </Form>
  );
}

/** Typed in this browser’s time zone, sent in UTC. */
function StartField() {
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
