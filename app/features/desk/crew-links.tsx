import { Plus } from 'lucide-react';
import { useRevalidator } from '@remix-run/react';
import { useState } from 'react';
import { Button } from '../../ui/button';
import { useCrew } from '../crew/crew-context';
import { useCommand } from '../crew/use-command';
import { CrewLinkRow } from './crew-link-row';
import type { CrewLinkFacts } from './desk-data';
import { NewLinkDialog } from './new-link-dialog';

/** Links by which crew come in without an account. Each is told once, and can be taken back. */
export function CrewLinks({ links }: { links: CrewLinkFacts[] }) {
  const { commands } = useCrew();
  const { busy, run } = useCommand();
  const { revalidate } = useRevalidator();
  const [made, setMade] = useState<string | null>(null);
  const open = links.filter((link) => link.revokedAt === null);
  const create = () =>
    void run('create', async () => {
      const link = await commands.createLink('director', `Director ${open.length + 1}`);
      setMade(link.url);
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
      <Button kind="link" icon={<Plus className="icon" />} busy={busy.has('create')} onClick={create}>
        New director link
      </Button>
      <NewLinkDialog url={made} onClose={() => setMade(null)} />
    </section>
  );
}
