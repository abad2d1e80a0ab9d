import { clsx } from 'clsx';
import type { ComponentProps } from 'react';

import styles from './VisuallyHidden.module.css';

/** Text for those who do not see the page. */
export function VisuallyHidden({ className, ...rest }: ComponentProps<'span'>) {
  return <span {...rest} className={clsx(styles['hidden'], className)} />;
}
