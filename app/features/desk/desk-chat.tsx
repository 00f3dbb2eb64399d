import { Download } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../ui/button';
import { ConfirmDialog } from '../../ui/dialog';
import { ModerationPanel } from '../chat/moderation/moderation-panel';
import { useCrew } from '../crew/crew-context';
import { useCommand } from '../crew/use-command';

/** What a moderator has, and the export and deletion that only the owner has. */
export function ChatSection({ crewName }: { crewName: string }) {
  const { state, commands } = useCrew();
  const { busy, run } = useCommand();
  const [asking, setAsking] = useState(false);
  const { slug } = state.event;
  const file = (format: 'csv' | 'json') => `/api/v1/events/${slug}/chat/export?format=${format}`;
  const remove = () => void run('delete', commands.deleteChat).then(() => setAsking(false));
  return (
    <section id="chat" aria-labelledby="chat-title">
      <div className="part-head">
        <h2 id="chat-title">Chat</h2>
      </div>
      <div className="desk-chat card">
        <ModerationPanel slug={slug} name={crewName} />
      </div>
      <div className="row">
        <a className="button" href={file('csv')} download>
          <Download className="icon" />
          Table (CSV)
        </a>
        <a className="button" href={file('json')} download>
          <Download className="icon" />
          JSON
        </a>
        <Button onClick={() => setAsking(true)}>Delete all messages</Button>
      </div>
      <ConfirmDialog
        open={asking}
        title="Delete all messages?"
        confirm="Delete all messages"
        busy={busy.has('delete')}
        onConfirm={remove}
        onClose={() => setAsking(false)}
      >
        They go from every screen and cannot be had back. Mutes and bans stay.
      </ConfirmDialog>
    </section>
  );
}
