import { clsx } from 'clsx';
import type { ComponentProps, MouseEvent, ReactNode } from 'react';

import styles from './Button.module.css';
import { Spinner } from './Spinner.tsx';

export interface ButtonProps extends ComponentProps<'button'> {
  variant?: 'primary' | 'plain' | 'quiet' | 'danger';
  /** What it began is under way: it keeps the focus and its size, and cannot be pressed. */
  isPending?: boolean;
  icon?: ReactNode;
}

export function Button({
  variant = 'plain',
  isPending = false,
  icon,
  className,
  children,
  onClick,
  type = 'button',
  ...rest
}: ButtonProps) {
  const press = (event: MouseEvent<HTMLButtonElement>) => {
    // Not `disabled`, which would drop the focus; Enter in a field presses it as well.
    // The second press of a double click was meant for what had been there before a dialog opened.
    const isStray = variant === 'danger' && event.detail > 1;
    if (isPending || isStray) event.preventDefault();
    else onClick?.(event);
  };
  return (
    <button
      {...rest}
      type={type}
      className={clsx(styles['button'], styles[variant], className)}
      aria-disabled={isPending || rest['aria-disabled']}
      aria-busy={isPending || undefined}
      onClick={press}
    >
      {icon}
      <span>{children}</span>
      {isPending ? (
        <span className={styles['pending']}>
          <Spinner />
        </span>
      ) : null}
    </button>
  );
}
