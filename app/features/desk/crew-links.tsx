import { Plus } from 'lucide-react';
import { useRevalidator } from '@remix-run/react';
import { useState } from 'react';
import { Button } from '../../ui/button';
import { useCrew } from '../crew/crew-context';
import { useCommand } from '../crew/use-command';
import { CrewLinkRow } from './crew-link-row';
import type { CrewLinkFacts } from './desk-data';
import { ModeratorLink } from './moderator-link';
import { type MadeLink, NewLinkDialog } from './new-link-dialog';

/** Links by which crew come in without an account. Each is told once, and can be taken back. */
export function CrewLinks({ links }: { links: CrewLinkFacts[] }) {
  const { state, commands } = useCrew();
  const { busy, run } = useCommand();
  const { revalidate } = useRevalidator();
  const [made, setMade] = useState<MadeLink | null>(null);
  const open = links.filter((link) => link.revokedAt === null);
  const first: { role: MadeLink['role']; label: string } =
    state.event.kind === 'show'
      ? { role: 'host', label: state.cameras[0]?.label ?? 'Host' }
      : { role: 'director', label: `Director ${open.length + 1}` };
  const create = (role: MadeLink['role'], label: string) =>
    void run(role, async () => {
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
      <Button
        kind="link"
        icon={<Plus className="icon" />}
        busy={busy.has(first.role)}
        onClick={() => create(first.role, first.label)}
      >
        New {first.role} link
      </Button>
      <ModeratorLink busy={busy.has('moderator')} onCreate={(name) => create('moderator', name)} />
      <NewLinkDialog made={made} onClose={() => setMade(null)} />
    </section>
  );
}
