import { Ban, Clock, Trash2 } from 'lucide-react';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { ChatMessage, ChatMode } from '../../../../contract/messages';
import { type AnswerOf, api } from '../../../api/client';
import { Button } from '../../../ui/button';
import { count, dayAndTime } from '../../../ui/format';
import { StateWord } from '../../../ui/signs';
import { useCommand } from '../../crew/commands';
import { chatClient, socketBatches } from '../chat-client';
import { ChatInput } from '../chat-input';
import { CHAT_TEXTS } from '../chat-texts';
import { MessageList } from '../message-list';
import type { MessageAction } from '../message-row';
import { useChat } from '../use-chat';

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

/** The chat for those who moderate it: what viewers have, and for each message what can be done about it. */
export function ModerationPanel({ slug, name }: Props) {
  const [client] = useState(() => chatClient({ slug, subscribe: socketBatches('crew', slug) }));
  const commands = useMemo(() => chatCommands(slug), [slug]);
  const { view, loadOlder } = useChat(client);
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
      <ChatSettings
        settings={overview?.settings ?? null}
        mode={view.mode}
        onChange={(change) => void run('change', () => commands.change(change)).then(reload)}
      />
      {reports.length > 0 ? <ReportList reports={reports} onAct={act} /> : null}
      <MessageList
        view={view}
        texts={CHAT_TEXTS.en}
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
      <ChatInput client={client} texts={CHAT_TEXTS.en} locale="en-GB" mode={view.mode} crewName={name} />
    </section>
  );
}

/** Mutes expire, and another moderator may have changed something. */
const RELOAD_MS = 15_000;

/**
 * Settings, bans and reports: read at once, when the number of reports changes, after each act, and
 * regularly.
 */
function useOverview(commands: ChatCommands, reports: number | null) {
  const [overview, setOverview] = useState<ChatOverview | null>(null);
  const reload = useCallback(() => commands.overview().then(setOverview, () => undefined), [commands]);
  useEffect(() => {
    const first = setTimeout(() => void reload(), 0);
    const timer = setInterval(() => void reload(), RELOAD_MS);
    return () => {
      clearTimeout(first);
      clearInterval(timer);
    };
  }, [reload, reports]);
  return { overview, reload };
}

interface ReportProps {
  reports: ChatOverview['reports'];
  onAct: (action: 'remove' | 'ban' | 'keep', messageId: string) => void;
}

/** Messages that viewers have reported, on top: each is settled by one press. */
function ReportList({ reports, onAct }: ReportProps) {
  return (
    <ul className="moderation-reports" aria-label="Reported messages">
      {reports.map(({ message, reports: times }) => (
        <li key={message.id}>
          <StateWord state="attention">{count(times, 'report')}</StateWord>
          <p>
            <b dir="auto">{message.name}</b> <span dir="auto">{message.text}</span>
          </p>
          <div className="row">
            <Button size="small" onClick={() => onAct('keep', message.id)}>
              Leave it
            </Button>
            <Button size="small" onClick={() => onAct('remove', message.id)}>
              Delete
            </Button>
            {message.badge === null ? (
              <Button size="small" onClick={() => onAct('ban', message.id)}>
                Ban
              </Button>
            ) : null}
          </div>
        </li>
      ))}
    </ul>
  );
}

/** Who may not write, until when, and by whom. */
function BanList({ bans, onLift }: { bans: ChatOverview['bans']; onLift: (id: string) => void }) {
  return (
    <ul className="desk-list" aria-label="Muted and banned">
      {bans.map((ban) => (
        <li key={ban.id}>
          <span className="grow">
            <b className="clip" dir="auto">
              {ban.name}
            </b>
            <small className="clip">
              {ban.until ? `muted until ${dayAndTime(ban.until)}` : 'banned'} by {ban.createdBy}
            </small>
          </span>
          <Button size="small" aria-description={ban.name} onClick={() => onLift(ban.id)}>
            {ban.until ? 'Unmute' : 'Unban'}
          </Button>
        </li>
      ))}
    </ul>
  );
}

interface ChatSettingsProps {
  /** Null before they are known. */
  settings: ChosenChatSettings | null;
  mode: ChatMode | null;
  onChange: (change: Partial<ChosenChatSettings>) => void;
}

const STATES = [
  { value: 'auto', label: 'Open while on the air' },
  { value: 'open', label: 'Always open' },
  { value: 'closed', label: 'Closed for viewers' },
] as const;
const PACES = [0, 5, 15, 30, 60, 300];
const LINKS = [
  { value: 'shown', label: 'Links work' },
  { value: 'plain', label: 'Links as text' },
  { value: 'refused', label: 'No links' },
] as const;

/** What the chat takes from viewers: in one row where there is room. */
export function ChatSettings({ settings, mode, onChange }: ChatSettingsProps) {
  const state = settings?.state ?? 'auto';
  const slowS = mode?.slowS ?? settings?.slowS ?? 0;
  const links = mode?.links ?? settings?.links ?? 'shown';
  const paces = PACES.includes(slowS) ? PACES : [...PACES, slowS].sort((a, b) => a - b);
  const disabled = settings === null;
  return (
    <div className="moderation-row">
      <select
        className="input"
        aria-label="Who may write"
        value={state}
        disabled={disabled}
        onChange={(event) => {
          const next = STATES.find(({ value }) => value === event.target.value);
          if (next) onChange({ state: next.value });
        }}
      >
        {STATES.map(({ value, label }) => (
          <option key={value} value={value}>
            {value === 'auto' && mode ? `${label} (${mode.state} now)` : label}
          </option>
        ))}
      </select>
      <select
        className="input"
        aria-label="Slow mode"
        value={slowS}
        disabled={disabled}
        onChange={(event) => onChange({ slowS: Number(event.target.value) })}
      >
        {paces.map((pace) => (
          <option key={pace} value={pace}>
            {pace === 0 ? 'No slow mode' : `Every ${pace} s`}
          </option>
        ))}
      </select>
      <select
        className="input"
        aria-label="Links"
        value={links}
        disabled={disabled}
        onChange={(event) => {
          const next = LINKS.find(({ value }) => value === event.target.value);
          if (next) onChange({ links: next.value });
        }}
      >
        {LINKS.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </div>
  );
}

/** What a moderator sees of an event's chat. */
type ChatOverview = AnswerOf<'GET /api/v1/events/:slug/chat'>;
type ChosenChatSettings = ChatOverview['settings'];

/** What a moderator may do, as calls of the control API. Each throws `PostError`. */
function chatCommands(slug: string) {
  return {
    overview: () => api('GET /api/v1/events/:slug/chat', { slug }),
    change: (body: Partial<ChosenChatSettings>) => api('PATCH /api/v1/events/:slug/chat', { slug, body }),
    remove: (id: string) => api('DELETE /api/v1/events/:slug/chat/messages/:id', { slug, id }),
    mute: (messageId: string, minutes: number) =>
      api('POST /api/v1/events/:slug/chat/bans', { slug, body: { messageId, minutes } }),
    ban: (messageId: string) =>
      api('POST /api/v1/events/:slug/chat/bans', { slug, body: { messageId, removeMessages: true } }),
    lift: (id: string) => api('DELETE /api/v1/events/:slug/chat/bans/:id', { slug, id }),
    settle: (id: string) => api('DELETE /api/v1/events/:slug/chat/reports/:id', { slug, id }),
  };
}

type ChatCommands = ReturnType<typeof chatCommands>;
