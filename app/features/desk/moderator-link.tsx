import { type FormEvent, useId, useState } from 'react';
import { Button } from '../../ui/button';

/** Asks for a name first: it stands beside what the moderator writes, and nobody else can take it. */
export function ModeratorLink({ busy, onCreate }: { busy: boolean; onCreate: (name: string) => void }) {
  const id = useId();
  const [name, setName] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === '') return;
    onCreate(name.trim());
    setName('');
  };
  return (
    <form className="field" onSubmit={submit}>
      <label htmlFor={id}>New moderator link for</label>
      <div className="row">
        <input
          id={id}
          className="input"
          value={name}
          maxLength={60}
          placeholder="Name in the chat"
          onChange={(event) => setName(event.target.value)}
        />
        <Button type="submit" busy={busy}>
          Make link
        </Button>
      </div>
    </form>
  );
}
