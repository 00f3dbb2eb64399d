import { Ban, Clock, Trash2 } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import type { ChatMessage } from '../../../../contract/messages';
import { count } from '../../../ui/format';
import { useCommand } from '../../crew/use-command';
import { httpChat } from '../http-chat';
import { MessageList } from '../message-list';
import type { MessageAction } from '../message-menu';
import { socketBatches } from '../socket-chat';
import { ChatInput } from '../chat-input';
import { useChat } from '../use-chat';
import { CHAT_TEXTS } from '../chat-texts';
import { BanList } from './ban-list';
import { chatCommands } from './chat-commands';
import { ReportList } from './report-list';
import { SettingsRow } from './settings-row';
import { useOverview } from './use-overview';

interface Props {
  slug: string;
  /** Under which name this person speaks; the server's word, not theirs. */
  name: string;
}

/** How long a mute lasts: long enough to calm down, short enough to see the end of the match. */
const MUTE_MIN = 10;

const fromViewer = (message: ChatMessage) => message.badge === null;
const ACTIONS: MessageAction[] = [
  { id: 'remove', label: 'Delete message', icon: <Trash2 className="icon" /> },
  { id: 'mute', label: `Mute for ${MUTE_MIN} minutes`, icon: <Clock className="icon" />, fits: fromViewer },
  { id: 'ban', label: 'Ban and delete their messages', icon: <Ban className="icon" />, fits: fromViewer },
];

/**
 * The chat for those who look after it: what viewers have, and beside each message what can be done about it.
 */
export function ModerationPanel({ slug, name }: Props) {
  const [transport] = useState(() => httpChat({ slug, subscribe: socketBatches('crew', slug) }));
  const commands = useMemo(() => chatCommands(slug), [slug]);
  const { view, loadOlder } = useChat(transport);
  const { overview, reload } = useOverview(commands, view.reports);
  const { run } = useCommand();
  const act = useCallback(
    (action: string, messageId: string) => {
      const command = {
        remove: () => commands.remove(messageId),
        mute: () => commands.mute(messageId, MUTE_MIN),
        ban: () => commands.ban(messageId),
        keep: () => commands.settle(messageId),
      }[action];
      if (command) void run(action, command).then(reload);
    },
    [commands, run, reload],
  );
  const onAction = useCallback(
    (action: MessageAction, message: ChatMessage) => act(action.id, message.id),
    [act],
  );
  const reports = overview?.reports ?? [];
  const bans = overview?.bans ?? [];
  return (
    <section className="chat moderation" aria-label="Chat">
      <SettingsRow
        settings={overview?.settings ?? null}
        mode={view.mode}
        onChange={(change) => void run('change', () => commands.change(change)).then(reload)}
      />
      {reports.length > 0 ? <ReportList reports={reports} onAct={act} /> : null}
      <MessageList
        view={view}
        words={CHAT_TEXTS.en}
        locale="en-GB"
        actions={ACTIONS}
        onAction={onAction}
        onOlder={() => void loadOlder()}
      />
      {bans.length > 0 ? (
        <details className="moderation-bans">
          <summary>{count(bans.length, 'person', 'people')} muted or banned</summary>
          <BanList bans={bans} onLift={(id) => void run('lift', () => commands.lift(id)).then(reload)} />
        </details>
      ) : null}
      <ChatInput
        transport={transport}
        words={CHAT_TEXTS.en}
        locale="en-GB"
        mode={view.mode}
        crewName={name}
      />
    </section>
  );
}
