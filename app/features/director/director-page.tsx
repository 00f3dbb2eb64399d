import { useRef, useState } from 'react';
import type { DestinationForm } from '../../../contract/destinations';
import type { Graphic } from '../../../contract/graphics';
import type { Snapshot } from '../../../contract/messages';
import { useToast } from '../../ui/toast';
import { CrewProvider, useCrew } from '../crew/crew-context';
import type { JoinFacts } from '../crew/join-facts.server';
import { CellDrag, type Dragged } from './cell-drag';
import { exchanged, withCamera } from './cells';
import { GraphicsPanel, useGraphicControl } from './graphics/graphics-panel';
import { type KeyAction, KeyHelp, useDirectorKeys } from './keys';
import { LayoutsPanel } from './layouts-panel';
import { MediaRoom, NOT_CONNECTED } from './live-video/live-video';
import { PreviewMonitor, ProgramMonitor } from './monitors';
import { NOT_YOURS, SidePanel, type Tab } from './side-panel';
import { DeskEars, SoundDeskProvider } from './sound/sound-desk';
import { StatusBar } from './status-bar';
import { CameraStrip } from './strip';
import { type Switching, useClickMode, useSwitching } from './switching';
import { TopBar } from './top-bar';
import { sentTransition, type Transitions, useTransitions } from './transition-choice';
import { TransitionRow } from './transition-row';

interface DirectorDashboardProps {
  initial: Snapshot<'crew'>;
  /** Null for crew who may not see how phones join. */
  join: JoinFacts | null;
  /** Null for crew outside the team, who have no desk. */
  deskHref: string | null;
  /** Kinds of destinations; empty for crew who may not change them. */
  forms: DestinationForm[];
  /** The name of this person in the chat. */
  crewName: string;
  /** False for an assistant, who sees everything and changes graphics and sound alone. */
  mayDirect: boolean;
}

/** One screen without scrolling; everything on it scales with the window. */
export function DirectorDashboard({ initial, ...props }: DirectorDashboardProps) {
  return (
    <CrewProvider initial={initial}>
      <SoundDeskProvider>
        <Studio {...props} />
      </SoundDeskProvider>
    </CrewProvider>
  );
}

/** Everything on the page, from what the CrewProvider above it knows. */
export function Studio({
  join,
  deskHref,
  forms,
  crewName,
  mayDirect,
  firstTab = 'Outputs',
}: Omit<DirectorDashboardProps, 'initial'> & { firstTab?: Tab }) {
  const { state } = useCrew();
  const { slug, status } = state.event;
  const [cameras, setCameras] = useState(NOT_CONNECTED);
  const [program, setProgram] = useState(NOT_CONNECTED);
  const [helping, setHelping] = useState(false);
  const [mode, setMode] = useClickMode();
  const switching = useSwitching();
  const transitions = useTransitions();
  const graphics = useGraphicControl();
  const { tab, setTab, side, toggleLayouts } = useTabs(firstTab);
  const act = useKeyActions(switching, transitions, {
    mayDirect,
    toggleGraphic: graphics.toggle,
    help: () => setHelping(true),
    toggleLayouts,
  });
  const layoutsOpen = tab === 'Layouts';
  useDirectorKeys(act);
  const open = status === 'ready' || status === 'live';
  const readOnly = !mayDirect;
  const rooms = { cameras, program };
  const drop = (dragged: Dragged, cell: number) => {
    const { cells } = state.program;
    const filled =
      'cell' in dragged ? exchanged(cells, dragged.cell, cell) : withCamera(cells, cell, dragged.cameraId);
    switching.setScene({ cells: filled, transition: transitions.ofLayouts });
  };
  return (
    <CellDrag enabled={open && layoutsOpen && mayDirect} onDrop={drop}>
      <div className="studio">
        <TopBar {...{ rooms, deskHref, mayDirect }} onHelp={() => setHelping(true)} />
        <main className="studio-main">
          <MediaRoom slug={slug} name="cameras" enabled={open} onStatus={setCameras}>
            <DeskEars />
            <div className="monitors">
              <PreviewMonitor cued={graphics.cued} />
              {/* Another room once it is live: the key remounts it, so that it fetches the other token. */}
              <MediaRoom key={status} slug={slug} name="program" enabled={open} onStatus={setProgram}>
                <ProgramMonitor room={program} />
              </MediaRoom>
            </div>
            <fieldset className="switching-controls" disabled={readOnly} aria-label="Switching">
              <TransitionRow
                {...{ switching, transitions, mode, layoutsOpen, readOnly }}
                onMode={setMode}
                onLayouts={toggleLayouts}
              />
              <CameraStrip switching={switching} mode={mode} join={join} />
            </fieldset>
          </MediaRoom>
          <StatusBar rooms={rooms} />
        </main>
        <div ref={side} className="studio-side">
          <SidePanel
            {...{ tab, join, deskHref, forms, crewName, mayDirect }}
            onTab={setTab}
            layouts={<LayoutsPanel switching={switching} transitions={transitions} />}
            graphics={<GraphicsPanel control={graphics} />}
          />
        </div>
        <KeyHelp open={helping} onClose={() => setHelping(false)} />
      </div>
    </CellDrag>
  );
}

/** The tab at the side. Where the side lies below the rest, opening the layouts brings them into view. */
function useTabs(firstTab: Tab) {
  const [tab, setTab] = useState(firstTab);
  const side = useRef<HTMLDivElement>(null);
  const toggleLayouts = () => {
    setTab(tab === 'Layouts' ? 'Outputs' : 'Layouts');
    if (tab !== 'Layouts') side.current?.scrollIntoView({ block: 'nearest' });
  };
  return { tab, setTab, side, toggleLayouts };
}

interface Helpers {
  mayDirect: boolean;
  toggleGraphic: (graphic: Graphic) => void;
  help: () => void;
  toggleLayouts: () => void;
}

/** Keys carry numbers, commands carry camera ids. */
function useKeyActions(
  switching: Switching,
  transitions: Transitions,
  { mayDirect, toggleGraphic, help, toggleLayouts }: Helpers,
): (action: KeyAction) => void {
  const { state } = useCrew();
  const say = useToast();
  return (action) => {
    if (action.type === 'help') return help();
    if (action.type === 'layouts') return toggleLayouts();
    if (action.type === 'graphic') {
      const graphic = state.graphics[action.index];
      return graphic && toggleGraphic(graphic);
    }
    if (!mayDirect) return say(NOT_YOURS);
    if (action.type === 'fade') return switching.toggleFade();
    if (action.type === 'cut') return switching.takePreview();
    if (action.type === 'auto') return switching.takePreview(sentTransition(transitions.chosen));
    const camera = state.cameras.find((one) => one.number === action.number && one.state === 'admitted');
    if (!camera) return;
    if (action.type === 'hot-cut') switching.cut(camera.id);
    else switching.preview(camera.id);
  };
}
