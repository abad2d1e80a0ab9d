import { useTimeFormat } from '@vestnik/ui/format';
import type { ReactNode } from 'react';

import styles from './log/Divider.module.css';

export interface SystemMessageProps {
  children: ReactNode;
  createdAt: string;
}

/** What happened in a chat, in a row of its own. */
export function SystemMessage({ children, createdAt }: SystemMessageProps) {
  const { fullDateTime } = useTimeFormat();
  return (
    <p className={styles['system']} dir="auto" title={fullDateTime(createdAt)}>
      {children}
    </p>
  );
}
