import { useRevalidator } from '@remix-run/react';
import { type FormEvent, useId, useState } from 'react';
import type { EventKind } from '../../../contract/vocabulary';
import { Button } from '../../ui/button';
import { useNow } from '../../ui/clock';
import { CopyButton } from '../../ui/copy-button';
import { ConfirmDialog, Dialog } from '../../ui/dialog';
import { dayAndTime } from '../../ui/format';
import { type LinkRole, useCommand } from '../crew/commands';
import { useCrew } from '../crew/crew-context';
import type { CrewLinkFacts } from './desk-data';

const ROLES: Record<EventKind, LinkRole[]> = {
  match: ['director', 'assistant', 'scorer', 'moderator'],
  show: ['host', 'moderator'],
};

/** Links that let crew in without an account. Each is shown once and can be revoked. */
export function CrewLinks({ links }: { links: CrewLinkFacts[] }) {
  const { state, commands } = useCrew();
  const { busy, run } = useCommand();
  const { revalidate } = useRevalidator();
  const [made, setMade] = useState<MadeLink | null>(null);
  const open = links.filter((link) => link.revokedAt === null);
  const create = (role: LinkRole, label: string) =>
    void run('create', async () => {
      const link = await commands.createLink(role, label);
      setMade({ role, url: link.url });
      revalidate();
    });
  return (
    <section className="crew-links" aria-labelledby="crew-title">
      <h2 id="crew-title">Crew links</h2>
      <ul className="desk-list">
        {open.map((link) => (
          <CrewLinkRow key={link.id} link={link} onChanged={revalidate} />
        ))}
      </ul>
      <NewLink roles={ROLES[state.event.kind]} busy={busy.has('create')} onCreate={create} />
      <NewLinkDialog made={made} onClose={() => setMade(null)} />
    </section>
  );
}

function CrewLinkRow({ link, onChanged }: { link: CrewLinkFacts; onChanged: () => void }) {
  const { commands } = useCrew();
  const { busy, run } = useCommand();
  const [asking, setAsking] = useState(false);
  const roleWord = link.role.charAt(0).toUpperCase() + link.role.slice(1);
  // Times of day follow this browser's clock, which the server does not know.
  const ready = useNow() !== null;
  const revoke = () =>
    void run('revoke', () => commands.revokeLink(link.id)).then((done) => {
      setAsking(false);
      if (done) onChanged();
    });
  return (
    <li>
      <span className="grow">
        <b className="clip">{link.label}</b>
        <small>
          {link.label === roleWord ? '' : `${roleWord}, `}
          {link.openedAt && ready ? `opened ${dayAndTime(link.openedAt)}` : 'not opened yet'}
        </small>
      </span>
      <Button kind="surface" aria-description={link.label} onClick={() => setAsking(true)}>
        Revoke
      </Button>
      <ConfirmDialog
        open={asking}
        title={`Revoke ${link.label}?`}
        confirm="Revoke link"
        busy={busy.has('revoke')}
        onConfirm={revoke}
        onClose={() => setAsking(false)}
      >
        Anyone who came in by this link is signed out at once.
      </ConfirmDialog>
    </li>
  );
}

interface Props {
  roles: readonly LinkRole[];
  busy: boolean;
  onCreate: (role: LinkRole, name: string) => void;
}

const ROLE_WORD: Record<LinkRole, string> = {
  director: 'Director',
  assistant: 'Assistant',
  host: 'Host',
  moderator: 'Moderator',
  scorer: 'Scorer',
};

/** The name appears in the list, in the log and on the chat messages of the person who uses the link. */
function NewLink({ roles, busy, onCreate }: Props) {
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

interface MadeLink {
  role: LinkRole;
  url: string;
}

const MAY: Record<LinkRole, string> = {
  director: 'direct this event',
  assistant: 'change the graphics and the sound of this event',
  host: 'go on the air in this show',
  moderator: 'look after the chat of this event',
  scorer: 'keep the score of this event',
};

/** The only time that the link is shown: the server keeps its hash. */
function NewLinkDialog({ made, onClose }: { made: MadeLink | null; onClose: () => void }) {
  const role = made?.role ?? 'director';
  return (
    <Dialog open={made !== null} title={`New ${role} link`} onClose={onClose}>
      <p>
        Send it to the {role}. It is shown this once; anyone who has it can {MAY[role]} until you revoke it.
      </p>
      <input
        className="input"
        readOnly
        aria-label="Link"
        value={made?.url ?? ''}
        onFocus={(event) => event.target.select()}
      />
      <div className="dialog-buttons">
        <Button onClick={onClose}>Close</Button>
        <CopyButton kind="primary" text={made?.url ?? ''}>
          Copy link
        </CopyButton>
      </div>
    </Dialog>
  );
}
