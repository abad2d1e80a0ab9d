import type { ComponentProps } from 'react';

import styles from './Badge.module.css';
import { classes } from './classes.ts';

interface BadgeProps extends ComponentProps<'span'> {
  tone?: 'accent' | 'soft' | 'quiet' | 'danger';
}

/** A count or a state in a word. */
export function Badge({ tone = 'accent', className, ...rest }: BadgeProps) {
  return <span {...rest} className={classes(styles['badge'], styles[tone], className)} />;
}
