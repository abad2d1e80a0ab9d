import type { ReactNode } from 'react';

import styles from './EmptyState.module.css';

interface EmptyStateProps {
  icon?: ReactNode;
  /** A page that is nothing else puts its heading here. */
  title: ReactNode;
  children?: ReactNode;
}

/** What a list or a page says that has nothing to show. */
export function EmptyState({ icon, title, children }: EmptyStateProps) {
  return (
    <div className={styles['empty']}>
      {icon ? (
        <span className={styles['icon']} aria-hidden="true">
          {icon}
        </span>
      ) : null}
      <div className={styles['title']}>{title}</div>
      {children ? <div className={styles['text']}>{children}</div> : null}
    </div>
  );
}
