import { IconButton } from '@vestnik/ui';
import { SearchField } from '@vestnik/ui/chat';
import { useStrings } from '@vestnik/ui/i18n';
import { Archive, MessagesSquare } from 'lucide-react';
import type { ReactNode } from 'react';

import { useMarket } from '../MarketContext.tsx';
import { strings } from '../strings.ts';
import styles from './ChatList.module.css';
import { SoundButton } from './SoundButton.tsx';

interface ListHeaderProps {
  title: ReactNode;
  query: string;
  onQuery: (query: string) => void;
  isArchive: boolean;
  onArchive: (isArchive: boolean) => void;
  children?: ReactNode;
}

/** Above a list of chats: its name, search, the switch of the sound, and the way to the archive. */
export function ListHeader(props: ListHeaderProps) {
  const { title, query, onQuery, isArchive, onArchive, children } = props;
  const t = useStrings(strings);
  const { playsSound } = useMarket().settings;
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
        {playsSound ? <SoundButton /> : null}
        {children}
      </div>
      <SearchField label={t.searchChats} value={query} onChange={onQuery} />
    </header>
  );
}
