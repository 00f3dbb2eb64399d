import { useRevalidator } from '@remix-run/react';
import { useState } from 'react';
import type { LinkRole } from '../crew/commands';
import { useCrew } from '../crew/crew-context';
import { useCommand } from '../crew/use-command';
import { CrewLinkRow } from './crew-link-row';
import type { CrewLinkFacts } from './desk-data';
import { NewLink } from './new-link';
import { type MadeLink, NewLinkDialog } from './new-link-dialog';

const ROLES: Record<'match' | 'show', LinkRole[]> = {
  match: ['director', 'scorer', 'moderator'],
  show: ['host', 'moderator'],
};

/** Links by which crew come in without an account. Each is told once, and can be taken back. */
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
