import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { Ellipsis } from 'lucide-react';
import { IconButton } from './button';

export interface MenuItem {
  label: string;
  icon?: ReactNode;
  onSelect: () => void;
}

/** What else can be done with one thing. Arrow keys move, Escape closes and gives the focus back. */
export function Menu({ label, items, up }: { label: string; items: MenuItem[]; up?: boolean }) {
  const [open, setOpen] = useState(false);
  const frame = useRef<HTMLDivElement>(null);
  const id = useId();
  useEffect(() => {
    if (!open) return;
    frame.current?.querySelector<HTMLElement>('[role=menuitem]')?.focus();
    const away = (event: PointerEvent) => {
      if (event.target instanceof Node && !frame.current?.contains(event.target)) setOpen(false);
    };
    document.addEventListener('pointerdown', away);
    return () => document.removeEventListener('pointerdown', away);
  }, [open]);
  const close = () => {
    setOpen(false);
    frame.current?.querySelector<HTMLElement>('button')?.focus();
  };
  return (
    <div ref={frame} className="menu" data-up={up} onKeyDown={(event) => moveByKey(event, close)}>
      <IconButton
        label={label}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        <Ellipsis className="icon" />
      </IconButton>
      {open ? (
        <div id={id} role="menu" aria-label={label} className="menu-list">
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

function moveByKey(event: KeyboardEvent<HTMLDivElement>, close: () => void): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (event.key === 'Escape') close();
  if (step === 0) return;
  event.preventDefault();
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=menuitem]')];
  const at = items.findIndex((item) => item === document.activeElement);
  items.at((at + step) % items.length)?.focus();
}
