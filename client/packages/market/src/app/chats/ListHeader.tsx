import { IconButton } from '@vestnik/ui';
import { SearchField } from '@vestnik/ui/chat';
import { useStrings } from '@vestnik/ui/i18n';
import { Archive, MessagesSquare } from 'lucide-react';
import type { ReactNode } from 'react';

import { strings } from '../strings.ts';
import styles from './ChatList.module.css';

interface ListHeaderProps {
  title: ReactNode;
  query: string;
  onQuery: (query: string) => void;
  isArchive: boolean;
  onArchive: (isArchive: boolean) => void;
  children?: ReactNode;
}

/** Above a list of chats: its name, search, and the way to the archive. */
export function ListHeader(props: ListHeaderProps) {
  const { title, query, onQuery, isArchive, onArchive, children } = props;
  const t = useStrings(strings);
  return (
    <header className={styles['header']}>
      <div className={styles['line']}>
        <h2 className={styles['title']}>{isArchive ? t.archive : title}</h2>
        <IconButton
          label={isArchive ? t.leaveArchive : t.archive}
          onClick={() => {
            onArchive(!isArchive);
          }}
        >
          {isArchive ? (
            <MessagesSquare size={20} aria-hidden="true" />
          ) : (
            <Archive size={20} aria-hidden="true" />
          )}
        </IconButton>
        {children}
      </div>
      <SearchField label={t.searchChats} value={query} onChange={onQuery} />
    </header>
  );
}
