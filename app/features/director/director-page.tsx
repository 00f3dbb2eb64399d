import { useState } from 'react';
import type { DestinationForm } from '../../../contract/destinations';
import type { Snapshot } from '../../../contract/messages';
import { CrewProvider, useCrew } from '../crew/crew-context';
import type { JoinFacts } from '../crew/join-facts.server';
import { type KeyAction, KeyHelp, useDirectorKeys } from './keys';
import { MediaRoom, NOT_CONNECTED, SilentCameras } from './live-video/live-video';
import { PreviewMonitor, ProgramMonitor } from './monitors';
import { SidePanel } from './side-panel';
import { StatusBar } from './status-bar';
import { CameraStrip } from './strip';
import { type Switching, useClickMode, useSwitching } from './switching';
import { TopBar } from './top-bar';
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
}

/** One screen without scrolling; everything on it scales with the window. */
export function DirectorDashboard({ initial, ...props }: DirectorDashboardProps) {
  return (
    <CrewProvider initial={initial}>
      <Studio {...props} />
    </CrewProvider>
  );
}

/** Everything on the page, from what the CrewProvider above it knows. */
export function Studio({ join, deskHref, forms, crewName }: Omit<DirectorDashboardProps, 'initial'>) {
  const { state } = useCrew();
  const { slug, status } = state.event;
  const [cameras, setCameras] = useState(NOT_CONNECTED);
  const [program, setProgram] = useState(NOT_CONNECTED);
  const [helping, setHelping] = useState(false);
  const [mode, setMode] = useClickMode();
  const switching = useSwitching();
  const act = useKeyActions(switching, () => setHelping(true));
  useDirectorKeys(act);
  const open = status === 'ready' || status === 'live';
  const rooms = { cameras, program };
  return (
    <div className="studio">
      <TopBar rooms={rooms} deskHref={deskHref} onHelp={() => setHelping(true)} />
      <main className="studio-main">
        <MediaRoom slug={slug} name="cameras" enabled={open} onStatus={setCameras}>
          <SilentCameras />
          <div className="monitors">
            <PreviewMonitor />
            {/* Another room once it is live: the key remounts it, so that it fetches the other token. */}
            <MediaRoom key={status} slug={slug} name="program" enabled={open} onStatus={setProgram}>
              <ProgramMonitor room={program} />
            </MediaRoom>
          </div>
          <TransitionRow switching={switching} mode={mode} onMode={setMode} />
          <CameraStrip switching={switching} mode={mode} join={join} />
        </MediaRoom>
        <StatusBar rooms={rooms} />
      </main>
      <SidePanel join={join} deskHref={deskHref} forms={forms} crewName={crewName} />
      <KeyHelp open={helping} onClose={() => setHelping(false)} />
    </div>
  );
}

/** Keys carry numbers, commands carry camera ids. */
function useKeyActions(switching: Switching, help: () => void): (action: KeyAction) => void {
  const { state } = useCrew();
  return (action) => {
    if (action.type === 'help') return help();
    if (action.type === 'fade') return switching.toggleFade();
    if (action.type === 'cut') return switching.cutToPreview();
    const camera = state.cameras.find((one) => one.number === action.number && one.state === 'admitted');
    if (!camera) return;
    if (action.type === 'hot-cut') switching.cut(camera.id);
    else switching.preview(camera.id);
  };
}
