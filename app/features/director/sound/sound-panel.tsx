import { SOUND_MODES } from '../../../../contract/sound';
import { useCommand } from '../../crew/commands';
import { useCrew } from '../../crew/crew-context';
import { Fader, Toggle } from './fader';
import { LevelBar } from './level-bar';
import { LoudnessView } from './loudness-view';
import { SourceStrip } from './source-strip';
import { lastMoveText, MODE_WORDS, movedText } from './sound-words';

/** The mixer: when sources are heard, the master, one strip for each camera, and the loudness. */
export function SoundPanel() {
  const { state, commands } = useCrew();
  const { run } = useCommand();
  const { sound, cameras } = state;
  const { master } = sound;
  const sources = cameras
    .filter((camera) => camera.state === 'admitted')
    .sort((a, b) => a.number - b.number)
    .flatMap((camera) => {
      const source = sound.sources[camera.id];
      return source ? [{ camera, source }] : [];
    });
  return (
    <div className="sound-panel">
      <div>
        <div className="segment" role="group" aria-label="When sources are heard">
          {SOUND_MODES.map((mode) => (
            <button
              key={mode}
              type="button"
              aria-pressed={sound.mode === mode}
              title={`${MODE_WORDS[mode].title}. ${movedText(sound.moved.mode)}`}
              onClick={() => void run('mode', () => commands.changeSound({ mode }))}
            >
              {MODE_WORDS[mode].word}
            </button>
          ))}
        </div>
        <p className="sound-moved">
          {MODE_WORDS[sound.mode].title}.{sound.moved.mode ? ` ${movedText(sound.moved.mode)}` : null}
        </p>
      </div>
      <section className="sound-strip" aria-label="Master" data-silent={master.muted}>
        <header>
          <h3>Master</h3>
          <Toggle
            label="Mute the program"
            short="M"
            kind="mute"
            pressed={master.muted}
            moved={master.moved.muted}
            onPress={() => void run('mute', () => commands.changeSound({ master: { muted: !master.muted } }))}
          />
        </header>
        <LevelBar label="Level of the program" levelOf={(meters) => meters.master} />
        <Fader
          label="Fader"
          value={master.gainDb}
          moved={master.moved.gainDb}
          onMove={(gainDb) => commands.changeSound({ master: { gainDb } })}
        />
        <p className="sound-moved clip">{lastMoveText(master.moved)}</p>
      </section>
      {sources.map(({ camera, source }) => (
        <SourceStrip key={camera.id} camera={camera} source={source} />
      ))}
      {sources.length === 0 ? (
        <p className="text-2">Cameras have a fader here once they are admitted.</p>
      ) : null}
      <LoudnessView />
    </div>
  );
}
