import { type KeyboardEvent, useId, useState } from 'react';
import { ModerationPanel } from '../chat/moderation/moderation-panel';
import { useCrew } from '../crew/crew-context';
import type { JoinFacts } from '../crew/join-facts';
import type { DestinationForm } from '../destinations/destination-fields';
import { ConnectPanel } from './connect-panel';
import { LogPanel } from './log-panel';
import { OutputsPanel } from './outputs-panel';

const TABS = ['Outputs', 'Connect', 'Chat', 'Log'] as const;
type Tab = (typeof TABS)[number];

interface Props {
  join: JoinFacts | null;
  deskHref: string | null;
  /** Kinds of destinations, for who may change them; empty for others. */
  forms: DestinationForm[];
  /** Under which name this person speaks in the chat. */
  crewName: string;
}

/** What one looks at less often than the pictures. */
export function SidePanel({ join, deskHref, forms, crewName }: Props) {
  const { slug } = useCrew().state.event;
  const [tab, setTab] = useState<Tab>('Outputs');
  const id = useId();
  const move = (event: KeyboardEvent<HTMLDivElement>) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const next = TABS.at((TABS.indexOf(tab) + step) % TABS.length);
    if (step === 0 || !next) return;
    setTab(next);
    document.getElementById(`${id}-${next}`)?.focus();
  };
  return (
    <aside className="side" aria-label="Details">
      <div className="tabs" role="tablist" aria-label="Details" onKeyDown={move}>
        {TABS.map((name) => (
          <button
            key={name}
            id={`${id}-${name}`}
            type="button"
            role="tab"
            aria-selected={tab === name}
            aria-controls={`${id}-panel`}
            tabIndex={tab === name ? 0 : -1}
            onClick={() => setTab(name)}
          >
            {name}
          </button>
        ))}
      </div>
      <div id={`${id}-panel`} role="tabpanel" aria-labelledby={`${id}-${tab}`} className="side-body">
        {tab === 'Outputs' ? <OutputsPanel deskHref={deskHref} forms={forms} /> : null}
        {tab === 'Connect' ? <ConnectPanel join={join} /> : null}
        {tab === 'Chat' ? <ModerationPanel slug={slug} name={crewName} /> : null}
        {tab === 'Log' ? <LogPanel /> : null}
      </div>
    </aside>
  );
}
