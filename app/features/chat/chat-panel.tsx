import { useCallback, useEffect, useMemo, useState } from 'react';
import type { ChatMessage } from '../../../contract/messages';
import type { ChatClient } from './chat-client';
import { ChatInput } from './chat-input';
import type { ChatTexts } from './chat-texts';
import { FlagIcon } from './icons';
import { MessageList } from './message-list';
import type { MessageAction } from './message-row';
import { useChat } from './use-chat';

export interface ChatPanelProps {
  /** Read once per mount. */
  client: ChatClient;
  texts: ChatTexts;
  /** BCP 47, for times of day: `en-GB`. */
  locale: string;
  /** The name under which crew speak; null for a viewer, who chooses one. */
  crewName: string | null;
}

/**
 * The chat as viewers have it: what was written, a name for oneself, a line to write in. Fills the height it
 * is given.
 */
export function ChatPanel({ client, texts, locale, crewName }: ChatPanelProps) {
  const { view, loadOlder } = useChat(client);
  const [note, setNote] = useNote();
  const actions = useMemo<MessageAction[]>(
    // Only viewers report; the crew removes.
    () => (crewName === null ? [{ id: 'report', label: texts.report, icon: <FlagIcon /> }] : []),
    [texts, crewName],
  );
  const report = useCallback(
    (_action: MessageAction, message: ChatMessage) => {
      client.report(message.id).then(
        () => setNote(texts.reported),
        () => setNote(texts.reportFailed),
      );
    },
    [client, texts, setNote],
  );
  return (
    <section className="chat" aria-label={texts.title}>
      <MessageList
        view={view}
        texts={texts}
        locale={locale}
        actions={actions}
        onAction={report}
        onOlder={() => void loadOlder()}
      />
      <p className="chat-note" role="status" hidden={note === ''}>
        {note}
      </p>
      <ChatInput client={client} texts={texts} locale={locale} mode={view.mode} crewName={crewName} />
    </section>
  );
}

/** Long enough to be read, and read out. */
const NOTE_MS = 6_000;

/** A sentence that disappears after a while. */
function useNote(): [string, (text: string) => void] {
  const [note, setNote] = useState('');
  useEffect(() => {
    if (note === '') return;
    const timer = setTimeout(() => setNote(''), NOTE_MS);
    return () => clearTimeout(timer);
  }, [note]);
  return [note, setNote];
}
