import { Ellipsis } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useId } from 'react';
import { IconButton } from './button';
import { besideButton, moveInMenu, type PopupPlace, usePopup } from './popup';

export interface MenuItem {
  label: string;
  icon?: ReactNode;
  onSelect: () => void;
}

interface Props {
  label: string;
  /** The thing that the menu is about, read after the label. */
  describes?: string;
  items: MenuItem[];
}

const ITEM_REM = 2.25;

/** A menu of actions. Arrow keys move; Escape closes it and returns the focus. */
export function Menu({ label, describes, items }: Props) {
  const { frame, at, setAt, close } = usePopup<PopupPlace>('[role=menuitem]');
  const id = useId();
  const open = () => {
    const box = frame.current?.getBoundingClientRect();
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    if (box) setAt(besideButton(box, (items.length * ITEM_REM + 1) * rem));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.key === 'Escape') close();
    moveInMenu(event);
  };
  return (
    <div ref={frame} className="menu" onKeyDown={onKeyDown}>
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
