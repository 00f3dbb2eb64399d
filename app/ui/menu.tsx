import { Ellipsis } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { IconButton } from './button';

export interface MenuItem {
  label: string;
  icon?: ReactNode;
  onSelect: () => void;
}

interface Props {
  label: string;
  /** What it belongs to, said after the label. */
  describes?: string;
  items: MenuItem[];
}

const ITEM_REM = 2.25;

/** What else can be done with one thing. Arrow keys move, Escape closes and gives the focus back. */
export function Menu({ label, describes, items }: Props) {
  const [at, setAt] = useState<{ right: number; top?: number; bottom?: number } | null>(null);
  const frame = useRef<HTMLDivElement>(null);
  const id = useId();
  useEffect(() => {
    if (!at) return;
    frame.current?.querySelector<HTMLElement>('[role=menuitem]')?.focus();
    const away = (event: PointerEvent) => {
      if (event.target instanceof Node && !frame.current?.contains(event.target)) setAt(null);
    };
    document.addEventListener('pointerdown', away);
    return () => document.removeEventListener('pointerdown', away);
  }, [at]);
  const close = () => {
    setAt(null);
    frame.current?.querySelector<HTMLElement>('button')?.focus();
  };
  const open = () => {
    const box = frame.current?.getBoundingClientRect();
    if (box) setAt(place(box, items.length));
  };
  return (
    <div ref={frame} className="menu" onKeyDown={(event) => moveByKey(event, close)}>
      <IconButton
        label={label}
        aria-description={describes}
        aria-haspopup="menu"
        aria-expanded={at !== null}
        aria-controls={id}
        onClick={at ? close : open}
      >
        <Ellipsis className="icon" />
      </IconButton>
      {at ? (
        <div id={id} role="menu" aria-label={label} className="menu-list" style={at}>
          {items.map((item) => (
            <button
              key={item.label}
              type="button"
              role="menuitem"
              className="menu-item"
              onClick={() => {
                close();
                item.onSelect();
              }}
            >
              {item.icon}
              {item.label}
            </button>
          ))}
        </div>
      ) : null}
    </div>
  );
}

/** Beside its button on the screen itself, so that no scrolling strip cuts it off; upward where there is no room below. */
function place(box: DOMRect, items: number) {
  const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
  const right = Math.max(8, window.innerWidth - box.right);
  const fits = box.bottom + (items * ITEM_REM + 1) * rem < window.innerHeight;
  return fits ? { right, top: box.bottom + 4 } : { right, bottom: window.innerHeight - box.top + 4 };
}

function moveByKey(event: KeyboardEvent<HTMLDivElement>, close: () => void): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (event.key === 'Escape') close();
  if (step === 0) return;
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=menuitem]')];
  if (items.length === 0) return;
  event.preventDefault();
  const at = items.findIndex((item) => item === document.activeElement);
  items.at((at + step) % items.length)?.focus();
}
