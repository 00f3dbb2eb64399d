import { ModerationPanel } from '../chat/moderation/moderation-panel';

/** The show's chat beside the host's own picture: to read along, to answer, and to look after it. */
export function HostChat({ slug, name }: { slug: string; name: string }) {
  return (
    <aside className="host-chat" aria-label="Chat">
      <ModerationPanel slug={slug} name={name} />
    </aside>
  );
}
