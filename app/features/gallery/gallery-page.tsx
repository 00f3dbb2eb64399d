import { useState } from 'react';
import type { Theme } from '../../ui/theme';
import { SiteHead } from '../../ui/plain-page';
import { audience } from './audience-states';
import { desk } from './desk-states';
import { director } from './director-states';
import { parts } from './parts';
import { joining, phone } from './phone-states';
import { scoring } from './score-states';
import { addressOf, type GalleryGroup, type GalleryState } from './states';

const GROUPS = [parts, director, phone, joining, scoring, desk, audience];

/** The largest frame, CSS pixels; larger pages are scaled down to it. */
const WIDEST = 620;
const HIGHEST = 570;

/** Every state that a page, a tile, a chip or a dialog can be in, each in a frame of its own. */
export function GalleryPage() {
  const [theme, setTheme] = useState<Theme | 'both'>('both');
  return (
    <div className="gallery">
      <SiteHead signedIn={false} />
      <header className="gallery-head">
        <h1>Gallery of states</h1>
        <p className="text-2">
          Built on sample data, without a server behind it. A name opens the state alone; nothing is sent.
        </p>
        <nav aria-label="Groups">
          {GROUPS.map(({ id, title, states }) => (
            <a key={id} href={`#${id}`}>
              {title} <small className="num">{states.length}</small>
            </a>
          ))}
          <span className="grow" />
          <span className="segment" role="group" aria-label="Theme">
            {(['both', 'dark', 'light'] as const).map((one) => (
              <button key={one} type="button" aria-pressed={theme === one} onClick={() => setTheme(one)}>
                {one}
              </button>
            ))}
          </span>
        </nav>
      </header>
      <main>
        {GROUPS.map((group) => (
          <section key={group.id} id={group.id} aria-labelledby={`${group.id}-title`}>
            <h2 id={`${group.id}-title`}>{group.title}</h2>
            <p className="text-2">{group.about}</p>
            <div className="gallery-states">
              {group.states.map((state) => (
                <Framed key={state.id} group={group} state={state} only={theme} />
              ))}
            </div>
          </section>
        ))}
      </main>
    </div>
  );
}

interface FramedProps {
  group: GalleryGroup;
  state: GalleryState;
  only: Theme | 'both';
}

function Framed({ group, state, only }: FramedProps) {
  const [width, height] = state.size ?? group.size;
  const scale = Math.min(1, WIDEST / width, HIGHEST / height);
  const themes = group.themes.filter(
    (theme) => only === 'both' || theme === only || group.themes.length === 1,
  );
  return (
    <figure>
      <figcaption>
        <a href={addressOf(group, state, themes[0] ?? 'dark')} target="_blank" rel="noreferrer">
          {state.name}
        </a>
        <small className="num text-3">
          {width} × {height}
        </small>
      </figcaption>
      <div className="gallery-themes">
        {themes.map((theme) => (
          <div key={theme} className="gallery-frame" style={{ width: width * scale, height: height * scale }}>
            <iframe
              src={addressOf(group, state, theme)}
              title={`${state.name}, ${theme}`}
              loading="lazy"
              width={width}
              height={height}
              style={{ transform: `scale(${scale})` }}
            />
          </div>
        ))}
      </div>
    </figure>
  );
}
