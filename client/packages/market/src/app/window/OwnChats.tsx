import { useStrings } from '@vestnik/ui/i18n';
import { useState } from 'react';

import styles from '../chats/ChatList.module.css';
import { ChatRow } from '../chats/ChatRow.tsx';
import { ListHeader } from '../chats/ListHeader.tsx';
import { ListState } from '../chats/ListState.tsx';
import { useShownChats } from '../chats/useShownChats.ts';
import { useChatNames } from '../MarketContext.tsx';
import { strings } from '../strings.ts';
import { Minimise } from './Minimise.tsx';
import type { WindowModel } from './windowModel.ts';

/** The buyer's chats with all sellers. */
export default function OwnChats({
  model,
  onMinimise,
}: {
  model: WindowModel;
  onMinimise: () => void;
}) {
  const t = useStrings(strings);
  const { listingTitle } = useChatNames();
  const [query, setQuery] = useState('');
  const [isArchive, setIsArchive] = useState(false);
  const { chats, ownId, ...list } = useShownChats(isArchive ? 'archived' : 'all', query);
  const empty = isArchive ? t.emptyArchive : t.noOwnChats;
  return (
    <div className={styles['pane']}>
      <ListHeader
        title={t.ownChats}
        query={query}
        onQuery={setQuery}
        isArchive={isArchive}
        onArchive={setIsArchive}
      >
        <Minimise onMinimise={onMinimise} />
      </ListHeader>
      <nav className={styles['chats']} aria-label={t.ownChats}>
        <ListState
          {...list}
          isEmpty={chats.length === 0}
          emptyText={query === '' ? empty : t.noneFound}
          onRetry={list.refetch}
        />
        <ul>
          {chats.map((chat) => (
            <ChatRow
              key={chat.id}
              chat={chat}
              ownId={ownId ?? 0}
              isCurrent={false}
              note={listingTitle(chat)}
              onChoose={(chatId) => {
                model.showChat(chatId);
              }}
            />
          ))}
        </ul>
      </nav>
    </div>
  );
}
