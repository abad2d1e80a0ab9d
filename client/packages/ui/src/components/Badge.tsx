import { clsx } from 'clsx';
import type { ComponentProps } from 'react';

import styles from './Badge.module.css';

interface BadgeProps extends ComponentProps<'span'> {
  tone?: 'accent' | 'soft' | 'quiet' | 'danger';
}

/** A count or a state in a word. */
export function Badge({ tone = 'accent', className, ...rest }: BadgeProps) {
  return <span {...rest} className={clsx(styles['badge'], styles[tone], className)} />;
}
