import { type KeyboardEvent, type ReactNode, useId } from 'react';
import type { DestinationForm } from '../../../contract/destinations';
import type { LogRow } from '../../../contract/messages';
import { CopyButton } from '../../ui/copy-button';
import { timeOfDay } from '../../ui/format';
import { QrCode } from '../../ui/qr-code';
import { ModerationPanel } from '../chat/moderation/moderation-panel';
import { CodeButtons } from '../crew/command-buttons';
import { useCrew } from '../crew/crew-context';
import type { JoinFacts } from '../crew/join-facts.server';
import { TypedCode } from '../crew/typed-code';
import { OutputsPanel } from './outputs';
import { SoundPanel } from './sound/sound-panel';

const TABS = ['Outputs', 'Layouts', 'Graphics', 'Sound', 'Connect', 'Chat', 'Log'] as const;
export type Tab = (typeof TABS)[number];
/** An assistant lets no phone in and moderates no chat. */
const OF_DIRECTORS: readonly Tab[] = ['Connect', 'Chat'];

/** To an assistant. */
export const NOT_YOURS =
  'You look after graphics and sound. Cutting, starting and stopping are the director’s: ask for a director link.';

interface SidePanelProps {
  tab: Tab;
  onTab: (tab: Tab) => void;
  /** What the tabs of layouts and graphics hold. */
  layouts: ReactNode;
  graphics: ReactNode;
  join: JoinFacts | null;
  deskHref: string | null;
  /** Kinds of destinations; empty for crew who may not change them. */
  forms: DestinationForm[];
  /** The name of this person in the chat. */
  crewName: string;
  mayDirect: boolean;
}

export function SidePanel({
  tab,
  onTab,
  layouts,
  graphics,
  join,
  deskHref,
  forms,
  crewName,
  mayDirect,
}: SidePanelProps) {
  const { slug } = useCrew().state.event;
  const id = useId();
  const tabs = mayDirect ? TABS : TABS.filter((name) => !OF_DIRECTORS.includes(name));
  const move = (event: KeyboardEvent<HTMLDivElement>) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const next = tabs.at((tabs.indexOf(tab) + step) % tabs.length);
    if (step === 0 || !next) return;
    onTab(next);
    document.getElementById(`${id}-${next}`)?.focus();
  };
  return (
    <aside className="side" aria-label="Details">
      <div className="tabs" role="tablist" aria-label="Details" onKeyDown={move}>
        {tabs.map((name) => (
          <button
            key={name}
            id={`${id}-${name}`}
            type="button"
            role="tab"
            aria-selected={tab === name}
            aria-controls={`${id}-panel`}
            tabIndex={tab === name ? 0 : -1}
            onClick={() => onTab(name)}
          >
            {name}
          </button>
        ))}
      </div>
      {mayDirect ? null : <p className="not-yours small">{NOT_YOURS}</p>}
      <div id={`${id}-panel`} role="tabpanel" aria-labelledby={`${id}-${tab}`} className="side-body">
        <fieldset className="switching-controls" disabled={!mayDirect}>
          {tab === 'Outputs' ? <OutputsPanel deskHref={deskHref} forms={forms} /> : null}
          {tab === 'Layouts' ? layouts : null}
        </fieldset>
        {tab === 'Sound' ? <SoundPanel /> : null}
        {tab === 'Graphics' ? graphics : null}
        {tab === 'Connect' ? <ConnectPanel join={join} /> : null}
        {tab === 'Chat' ? <ModerationPanel slug={slug} name={crewName} /> : null}
        {tab === 'Log' ? <LogPanel /> : null}
      </div>
    </aside>
  );
}

function ConnectPanel({ join }: { join: JoinFacts | null }) {
  if (!join) {
    return (
      <div className="connect-panel">
        <p className="text-2">The codes are closed: no further phone can join.</p>
        <CodeButtons open={false} />
      </div>
    );
  }
  return (
    <div className="connect-panel">
      <QrCode code={join.qr} label="QR code for phones to join" />
      <TypedCode join={join} />
      {join.code === null ? null : (
        <p className="text-2">Scan it with a phone, or type the code at {join.address}</p>
      )}
      <CopyButton text={join.link}>Copy link</CopyButton>
      <CodeButtons open />
    </div>
  );
}

function LogPanel() {
  const { log } = useCrew().state;
  if (log.length === 0)
    return <p className="text-2">Nothing has happened yet. Cuts, cameras and faults are listed here.</p>;
  return <LogLines rows={log} wrap />;
}

/** Newest first. */
export function LogLines({ rows, wrap = false }: { rows: LogRow[]; wrap?: boolean }) {
  return (
    <ul className="log-lines" aria-label="Log" data-wrap={wrap}>
      {rows.map((row) => (
        <li key={row.id} data-severity={row.severity}>
          <time dateTime={row.at}>{timeOfDay(row.at)}</time>
          <span className="clip" title={row.text}>
            {row.text}
          </span>
        </li>
      ))}
    </ul>
  );
}
