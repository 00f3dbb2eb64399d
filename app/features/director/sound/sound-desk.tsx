import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';
import { useCrew } from '../../crew/crew-context';
import { CameraSound } from '../live-video/live-video';
import { MeterStore } from './meter-store';

export interface SoundDesk {
  meters: MeterStore;
  /** Cameras that this person alone hears now, in place of the program. */
  solo: ReadonlySet<string>;
  toggleSolo: (cameraId: string) => void;
}

const SoundDeskContext = createContext<SoundDesk>({
  meters: new MeterStore(),
  solo: new Set(),
  toggleSolo: () => undefined,
});

export const useSoundDesk = (): SoundDesk => useContext(SoundDeskContext);

/** What of the sound belongs to this screen alone: its meters, and what its person listens to. */
export function SoundDeskProvider({ children }: { children: ReactNode }) {
  const [meters] = useState(() => new MeterStore());
  const [solo, setSolo] = useState<ReadonlySet<string>>(new Set());
  const desk = useMemo(
    () => ({
      meters,
      solo,
      toggleSolo: (cameraId: string) =>
        setSolo((now) =>
          now.has(cameraId)
            ? new Set([...now].filter((one) => one !== cameraId))
            : new Set([...now, cameraId]),
        ),
    }),
    [meters, solo],
  );
  return <SoundDeskContext.Provider value={desk}>{children}</SoundDeskContext.Provider>;
}

/** A desk with what it measures and hears as it is given: for the gallery. */
export function GivenSoundDesk({ desk, children }: { desk: SoundDesk; children: ReactNode }) {
  return <SoundDeskContext.Provider value={desk}>{children}</SoundDeskContext.Provider>;
}

/** Within the room of the cameras: what is on solo is heard here, and the engine's meters arrive. */
export function DeskEars() {
  const { cameras } = useCrew().state;
  const { meters, solo } = useSoundDesk();
  const heard = useMemo(
    () => new Set(cameras.filter(({ id }) => solo.has(id)).map(({ identity }) => identity)),
    [cameras, solo],
  );
  return <CameraSound heard={heard} onPacket={meters.receive} />;
}
