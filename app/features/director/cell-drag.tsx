import {
  createContext,
  type PointerEvent as ReactPointerEvent,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';

/** What is dragged: a camera, or the content of a cell. */
export type Dragged = { cameraId: string; label: string } | { cell: number; label: string };

interface Drag {
  /** Null while no cell can be filled. */
  start: ((dragged: Dragged, event: ReactPointerEvent) => void) | null;
  /** The cell under the pointer. */
  over: number | null;
}

const DragContext = createContext<Drag>({ start: null, over: null });
export const useCellDrag = (): Drag => useContext(DragContext);

/** Pixels after which a press is no click any more. */
const FAR_PX = 8;

const cellAt = (event: PointerEvent): number | null => {
  const cell = document.elementFromPoint(event.clientX, event.clientY)?.closest('[data-cell]');
  return cell instanceof HTMLElement ? Number(cell.dataset['cell']) : null;
};

/** The click that the browser makes of the end of a drag would press what was dragged. */
function swallowClick(): void {
  const swallow = (event: Event) => {
    event.stopPropagation();
    event.preventDefault();
  };
  window.addEventListener('click', swallow, { capture: true, once: true });
  setTimeout(() => window.removeEventListener('click', swallow, { capture: true }), 0);
}

interface Props {
  enabled: boolean;
  onDrop: (dragged: Dragged, cell: number) => void;
  children: ReactNode;
}

/**
 * Cameras and cells dragged onto cells, by mouse, pen and finger alike: the browser's own drag and drop knows
 * neither buttons in every browser nor fingers on every phone. All of it can be done by key and by menu, too.
 */
export function CellDrag({ enabled, onDrop, children }: Props) {
  const [label, setLabel] = useState<string | null>(null);
  const [over, setOver] = useState<number | null>(null);
  const ghost = useRef<HTMLSpanElement>(null);
  const end = useRef<(() => void) | null>(null);
  const drop = useRef(onDrop);
  useEffect(() => {
    drop.current = onDrop;
  });
  useEffect(() => () => end.current?.(), []);
  const start = useCallback((dragged: Dragged, { nativeEvent: from, button }: ReactPointerEvent) => {
    if (button !== 0 || end.current) return;
    let isDrag = false;
    const listeners = new AbortController();
    end.current = () => {
      listeners.abort();
      end.current = null;
      setLabel(null);
      setOver(null);
    };
    const onMove = (event: PointerEvent) => {
      if (event.pointerId !== from.pointerId) return;
      isDrag ||= Math.hypot(event.clientX - from.clientX, event.clientY - from.clientY) > FAR_PX;
      if (!isDrag) return;
      setLabel(dragged.label);
      setOver(cellAt(event));
      if (ghost.current) ghost.current.style.translate = `${event.clientX}px ${event.clientY}px`;
    };
    const onUp = (event: PointerEvent) => {
      if (event.pointerId !== from.pointerId) return;
      end.current?.();
      if (!isDrag) return;
      swallowClick();
      const cell = cellAt(event);
      if (cell !== null) drop.current(dragged, cell);
    };
    const options = { signal: listeners.signal };
    window.addEventListener('pointermove', onMove, options);
    window.addEventListener('pointerup', onUp, options);
    window.addEventListener('pointercancel', () => end.current?.(), options);
    window.addEventListener(
      'keydown',
      (event) => (event.key === 'Escape' ? end.current?.() : undefined),
      options,
    );
  }, []);
  const drag = useMemo(() => ({ start: enabled ? start : null, over }), [enabled, start, over]);
  return (
    <DragContext.Provider value={drag}>
      {children}
      <span ref={ghost} className="drag-ghost" hidden={label === null} aria-hidden="true">
        {label}
      </span>
    </DragContext.Provider>
  );
}
