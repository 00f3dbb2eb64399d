import type { ReactNode } from 'react';

/** Every state of the product has a colour, a word and one of these shapes. */
export type SignState = 'program' | 'preview' | 'ready' | 'standby' | 'attention' | 'waiting' | 'selected';

/**
 * ■ program or live · ▶ preview or next · ✓ ready · ○ standby or off · ⚠ attention · ◌ waiting or trying
 * again
 */
export function Shape({ state }: { state: SignState }) {
  const open = !['program', 'preview', 'selected'].includes(state);
  return (
    <svg
      className="shape"
      viewBox="0 0 12 12"
      aria-hidden="true"
      data-open={open}
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <Drawing state={state} />
    </svg>
  );
}

function Drawing({ state }: { state: SignState }) {
  switch (state) {
    case 'program':
      return <rect x="1" y="1" width="10" height="10" rx="1" />;
    case 'preview':
      return <path d="M2 .8 11 6 2 11.2z" />;
    case 'ready':
      return <path d="m1.2 6.6 3 3.2L10.8 2.6" strokeWidth="1.8" />;
    case 'standby':
      return <circle cx="6" cy="6" r="4.2" strokeWidth="1.6" />;
    case 'selected':
      return <circle cx="6" cy="6" r="5" />;
    case 'attention':
      return <path d="M6 1.2 11.3 10.6H.7zM6 4.8v2.4M6 9v.1" strokeWidth="1.3" />;
    case 'waiting':
      return <circle cx="6" cy="6" r="4.6" strokeWidth="1.7" strokeDasharray="2.2 2.6" />;
  }
}

interface StateWordProps {
  state: SignState;
  children: ReactNode;
  /** `full` stands out (a tally, a check that failed); `tint` is quieter. */
  filled?: 'full' | 'tint';
}

/** A state as colour, word and shape, readable without colour and in sunlight. */
export function StateWord({ state, children, filled }: StateWordProps) {
  return (
    <span className="state-word" data-state={state} data-filled={filled}>
      <Shape state={state} />
      <span>{children}</span>
    </span>
  );
}

interface NoticeProps {
  state?: Extract<SignState, 'attention' | 'ready' | 'waiting' | 'standby'>;
  title?: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
}

/** A message in the page: what is the matter, what to do, and the button for it. */
export function Notice({ state = 'attention', title, children, action }: NoticeProps) {
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
