import { Link } from '@remix-run/react';
import { type ComponentProps, forwardRef, type ReactNode } from 'react';

interface Look {
  /** `primary`: the one next step. `surface`: on a raised background. `link`: a word within text. */
  kind?: 'primary' | 'raised' | 'surface' | 'link';
  size?: 'small' | 'touch' | 'large';
  wide?: boolean;
  icon?: ReactNode;
}

const look = ({ kind, size, wide }: Look) => ({ 'data-kind': kind, 'data-size': size, 'data-wide': wide });

export type ButtonProps = Look & ComponentProps<'button'> & { busy?: boolean };

/** While `busy` a button keeps its place and focus, ignores presses and tells screen readers so. */
export const Button = forwardRef<HTMLButtonElement, ButtonProps>(function Button(
  { kind, size, wide, icon, busy = false, className, children, onClick, type = 'button', ...rest },
  ref,
) {
  return (
    <button
      {...rest}
      ref={ref}
      type={type}
      className={cx('button', className)}
      {...look({ kind, size, wide })}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
    >
      {icon}
      {children}
    </button>
  );
});

export function ButtonLink({
  kind,
  size,
  wide,
  icon,
  className,
  children,
  ...rest
}: Look & ComponentProps<typeof Link>) {
  return (
    <Link {...rest} className={cx('button', className)} {...look({ kind, size, wide })}>
      {icon}
      {children}
    </Link>
  );
}

/** A control without text; `label` is its name for screen readers and its tooltip. */
export const IconButton = forwardRef<HTMLButtonElement, ComponentProps<'button'> & { label: string }>(
  function IconButton({ label, className, type = 'button', ...rest }, ref) {
    return (
      <button
        {...rest}
        ref={ref}
        type={type}
        className={cx('icon-button', className)}
        aria-label={label}
        title={label}
      />
    );
  },
);

function cx(...names: (string | false | null | undefined)[]): string {
  return names.filter(Boolean).join(' ');
}
