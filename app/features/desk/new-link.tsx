import { type FormEvent, useId, useState } from 'react';
import { Button } from '../../ui/button';
import type { LinkRole } from '../crew/commands';

interface Props {
  roles: readonly LinkRole[];
  busy: boolean;
  onCreate: (role: LinkRole, name: string) => void;
}

const ROLE_WORD: Record<LinkRole, string> = {
  director: 'Director',
  host: 'Host',
  moderator: 'Moderator',
  scorer: 'Scorer',
};

/**
 * For whom the next link is: the name stands in the list, in the log, and beside what they write in the chat.
 */
export function NewLink({ roles, busy, onCreate }: Props) {
  const id = useId();
  const [role, setRole] = useState(roles[0]);
  const [name, setName] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!role) return;
    onCreate(role, name.trim() || ROLE_WORD[role]);
    setName('');
  };
  return (
    <form className="field new-link" onSubmit={submit}>
      <label htmlFor={id}>New link for</label>
      <div className="row">
        <select
          className="input"
          aria-label="What they do"
          value={role}
          onChange={(event) => setRole(roles.find((one) => one === event.target.value))}
        >
          {roles.map((one) => (
            <option key={one} value={one}>
              {ROLE_WORD[one]}
            </option>
          ))}
        </select>
        <input
          id={id}
          className="input"
          value={name}
          maxLength={60}
          placeholder="Name"
          onChange={(event) => setName(event.target.value)}
        />
      </div>
      <Button type="submit" busy={busy}>
        Make link
      </Button>
    </form>
  );
}
