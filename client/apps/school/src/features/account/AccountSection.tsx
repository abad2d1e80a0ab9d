import { useId, type ReactNode } from 'react';

import styles from './AccountSection.module.css';

interface AccountSectionProps {
  heading: string;
  hint?: string;
  children: ReactNode;
}

export function AccountSection({ heading, hint, children }: AccountSectionProps) {
  const id = useId();
  return (
    <section className={styles['section']} aria-labelledby={id}>
      <h2 id={id} className={styles['heading']}>
        {heading}
      </h2>
      {hint ? <p className={styles['hint']}>{hint}</p> : null}
      {children}
    </section>
  );
}
