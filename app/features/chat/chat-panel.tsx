import { useCallback, useEffect, useMemo, useState } from 'react';
import type { ChatMessage } from '../../../contract/messages';
import { FlagIcon } from './icons';
import { MessageList } from './message-list';
import type { MessageAction } from './message-menu';
import { ChatInput } from './chat-input';
import type { ChatTransport } from './transport';
import { useChat } from './use-chat';
import type { ChatTexts } from './chat-texts';

export interface ChatPanelProps {
  /** Read once per mount. */
  transport: ChatTransport;
  words: ChatTexts;
  /** BCP 47, for times of day: `en-GB`. */
  locale: string;
  /** The name under which crew speak; null for a viewer, who chooses one. */
  crewName: string | null;
}

/**
 * The chat as viewers have it: what was written, a name for oneself, a line to write in. Fills the height it
 * is given.
 */
export function ChatPanel({ transport, words, locale, crewName }: ChatPanelProps) {
  const { view, loadOlder } = useChat(transport);
  const [note, setNote] = useNote();
  const actions = useMemo<MessageAction[]>(
    // A report is a viewer's word to the crew.
    () => (crewName === null ? [{ id: 'report', label: words.report, icon: <FlagIcon /> }] : []),
    [words, crewName],
  );
  const report = useCallback(
    (_action: MessageAction, message: ChatMessage) => {
      transport.report(message.id).then(
        () => setNote(words.reported),
        () => setNote(words.reportFailed),
      );
    },
    [transport, words, setNote],
  );
  return (
    <section className="chat" aria-label={words.title}>
      <MessageList
        view={view}
        words={words}
        locale={locale}
        actions={actions}
        onAction={report}
        onOlder={() => void loadOlder()}
      />
      <p className="chat-note" role="status" hidden={note === ''}>
        {note}
      </p>
      <ChatInput transport={transport} words={words} locale={locale} mode={view.mode} crewName={crewName} />
    </section>
  );
}

/** Long enough to be read and heard. */
const NOTE_MS = 6_000;

/** A sentence that goes away by itself. */
function useNote(): [string, (text: string) => void] {
  const [note, setNote] = useState('');
  useEffect(() => {
    if (note === '') return;
    const timer = setTimeout(() => setNote(''), NOTE_MS);
    return () => clearTimeout(timer);
  }, [note]);
  return [note, setNote];
}
