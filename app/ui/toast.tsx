import { X } from 'lucide-react';
import { createContext, type ReactNode, useCallback, useContext, useEffect, useRef, useState } from 'react';
import { IconButton } from './button';
import { Shape } from './signs';

/** Long enough to read two lines twice; lasting problems have their own place on the page. */
const SHOWN_MS = 8000;
const MOST_AT_ONCE = 3;

interface Toast {
  id: number;
  text: string;
  state: 'attention' | 'ready';
}
type Say = (text: string, state?: Toast['state']) => void;
const ToastContext = createContext<Say>(() => undefined);

/**
 * Shows a sentence at the bottom of the page, announced to screen readers. An equal one that is still shown
 * is replaced.
 */
export const useToast = (): Say => useContext(ToastContext);

export function ToastProvider({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<Toast[]>([]);
  const next = useRef(1);
  const drop = useCallback((id: number) => setToasts((all) => all.filter((toast) => toast.id !== id)), []);
  const say = useCallback<Say>((text, state = 'attention') => {
    const id = next.current++;
    setToasts((all) =>
      [...all.filter((toast) => toast.text !== text), { id, text, state }].slice(-MOST_AT_ONCE),
    );
  }, []);
  return (
    <ToastContext.Provider value={say}>
      {children}
      <div className="toasts" role="log" aria-live="polite" aria-relevant="additions">
        {toasts.map((toast) => (
          <ToastLine key={toast.id} toast={toast} onDone={drop} />
        ))}
      </div>
    </ToastContext.Provider>
  );
}

function ToastLine({ toast, onDone }: { toast: Toast; onDone: (id: number) => void }) {
  useEffect(() => {
    const timer = setTimeout(() => onDone(toast.id), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [toast.id, onDone]);
  return (
    <div className="toast" data-state={toast.state}>
      <Shape state={toast.state} />
      <span className="grow">{toast.text}</span>
      <IconButton label="Dismiss" onClick={() => onDone(toast.id)}>
        <X className="icon" />
      </IconButton>
    </div>
  );
}
