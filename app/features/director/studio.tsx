import { useState } from 'react';
import { useCrew } from '../crew/crew-context';
import type { JoinFacts } from '../crew/join-facts';
import type { DestinationForm } from '../destinations/destination-fields';
import { CameraStrip } from './camera-strip';
import { KeyHelp } from './key-help';
import type { KeyAction } from './keys';
import { MediaRoom, NO_NEWS } from './media/media-room';
import { SilentCameras } from './media/silent-cameras';
import { PreviewMonitor } from './preview-monitor';
import { ProgramMonitor } from './program-monitor';
import { SidePanel } from './side-panel';
import { Foot } from './status-bar';
import { TopBar } from './top-bar';
import { TransitionRow } from './transition-row';
import { useClickMode } from './use-click-mode';
import { useDirectorKeys } from './use-director-keys';
import { type Switching, useSwitching } from './use-switching';

/** One screen without scrolling; everything on it scales with the window. */
interface Props {
  join: JoinFacts | null;
  deskHref: string | null;
  /** Kinds of destinations, for who may change them; empty for others. */
  forms: DestinationForm[];
  crewName: string;
}

export function Studio({ join, deskHref, forms, crewName }: Props) {
  const { state } = useCrew();
  const { slug, status } = state.event;
  const [cameras, setCameras] = useState(NO_NEWS);
  const [program, setProgram] = useState(NO_NEWS);
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
        <MediaRoom slug={slug} name="cameras" enabled={open} onNews={setCameras}>
          <SilentCameras />
          <div className="monitors">
            <PreviewMonitor />
            {/* Another room once it is live: mounted anew, so that it asks for the other token. */}
            <MediaRoom key={status} slug={slug} name="program" enabled={open} onNews={setProgram}>
              <ProgramMonitor news={program} />
            </MediaRoom>
          </div>
          <TransitionRow switching={switching} mode={mode} onMode={setMode} />
          <CameraStrip switching={switching} mode={mode} join={join} />
        </MediaRoom>
        <Foot rooms={rooms} />
      </main>
      <SidePanel join={join} deskHref={deskHref} forms={forms} crewName={crewName} />
      <KeyHelp open={helping} onClose={() => setHelping(false)} />
    </div>
  );
}

/** Keys speak of numbers; the switcher speaks of cameras. */
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
