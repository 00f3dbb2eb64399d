import { useEffect, useState } from 'react';
import type { ChatMode } from '../../../contract/messages';
import { Composer } from './composer';
import { NameForm } from './name-form';
import type { ChatTransport } from './transport';
import { useSend } from './use-send';
import type { ChatTexts } from './chat-texts';

interface Props {
  transport: ChatTransport;
  words: ChatTexts;
  locale: string;
  mode: ChatMode | null;
  /** The name under which crew speak; null for a viewer, who chooses one. */
  crewName: string | null;
}

/** The lower part of a chat: choosing a name, then writing; or why one cannot. */
export function ChatInput({ transport, words, locale, mode, crewName }: Props) {
  const crew = crewName !== null;
  const [chosen, setChosen] = useState<string | null>(null);
  const [renaming, setRenaming] = useState(false);
  const [text, setText] = useState('');
  // Who has come here through the form goes on writing; else the page must not take the focus.
  const [through, setThrough] = useState(false);
  const sending = useSend(transport, words, locale, crew ? 0 : (mode?.slowS ?? 0));
  useEffect(() => {
    const timer = setTimeout(() => setChosen((name) => name ?? transport.rememberedName()), 0);
    return () => clearTimeout(timer);
  }, [transport]);

  if (!crew && mode?.state === 'closed') return <p className="chat-closed">{words.closed}</p>;
  const name = crewName ?? chosen;
  const leave = () => {
    setRenaming(false);
    setThrough(true);
  };
  const nameFault = sending.reason?.startsWith('name_') ? sending.fault : '';
  if (name === null || (!crew && (renaming || nameFault))) {
    return (
      <NameForm
        words={words}
        name={chosen}
        fault={nameFault}
        onName={(next) => {
          setChosen(next);
          leave();
          sending.forget();
        }}
        onCancel={renaming && !nameFault ? leave : null}
      />
    );
  }
  return (
    <Composer
      words={words}
      mode={mode}
      name={name}
      crew={crew}
      focusFirst={through}
      sending={sending}
      text={text}
      onText={setText}
      onSend={(text) => sending.send(text, crew ? null : name)}
      onRename={crew ? null : () => setRenaming(true)}
    />
  );
}
