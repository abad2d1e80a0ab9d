import type { ReactNode } from 'react';

import styles from './Page.module.css';
import { PageHeading } from './PageHeading.tsx';

interface PageProps {
  heading: string;
  /** What one can do here, beside the heading. */
  actions?: ReactNode;
  children: ReactNode;
}

/** A page that is read from top to bottom, in a column that is not too wide to read. */
export function Page({ heading, actions, children }: PageProps) {
  return (
    <div className={styles['page']}>
      <header className={styles['header']}>
        <PageHeading>{heading}</PageHeading>
        {actions}
      </header>
      {children}
    </div>
  );
}
