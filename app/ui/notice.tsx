import type { ReactNode } from 'react';
import { Shape, type SignState } from './shape';

interface Props {
  state?: Extract<SignState, 'attention' | 'ready' | 'waiting' | 'standby'>;
  title?: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
}

/** A message in the page: what is the matter, what to do, and the button for it. */
export function Notice({ state = 'attention', title, children, action }: Props) {
  return (
    <div className="notice" data-state={state} role={state === 'attention' ? 'alert' : 'status'}>
      <Shape state={state} />
      <div className="grow">
        {title ? <b>{title}</b> : null}
        {children ? <p>{children}</p> : null}
      </div>
      {action}
    </div>
  );
}
