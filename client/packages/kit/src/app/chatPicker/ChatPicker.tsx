import type { Chat } from '@vestnik/sdk';
import { useChats, useSession } from '@vestnik/sdk/react';
import { Avatar } from '@vestnik/ui';
import { SearchField } from '@vestnik/ui/chat';
import { useStrings } from '@vestnik/ui/i18n';
import { useState } from 'react';

import { chatHue, chatPicture } from '../../chats/index.ts';
import { matchesQuery } from '../../search.ts';
import { useChatTitle } from '../chatList/chatTitle.ts';
import styles from './ChatPicker.module.css';
import { strings } from './strings.ts';

export interface ChatPickerProps {
  /** Whether a chat can be chosen. */
  filter: (chat: Chat) => boolean;
  onChat: (chat: Chat) => void;
}

/** A search field and the user's chats as buttons. */
export function ChatPicker({ filter, onChat }: ChatPickerProps) {
  const t = useStrings(strings);
  const { data: chats = [], isPending } = useChats();
  const chatTitle = useChatTitle();
  const ownId = useSession().user?.id ?? null;
  const [query, setQuery] = useState('');
  const shown = chats.filter((chat) => filter(chat) && matchesQuery(chatTitle(chat), query));
  return (
    <div className={styles['picker']}>
      <SearchField label={t.search} value={query} onChange={setQuery} />
      <ul aria-label={t.chats}>
        {shown.map((chat) => (
          <li key={chat.id}>
            <button
              type="button"
              className={styles['chat']}
              onClick={() => {
                onChat(chat);
              }}
            >
              <Avatar
                id={chatHue(chat, ownId)}
                name={chatTitle(chat)}
                picture={chatPicture(chat, ownId)}
                size="s"
              />
              <bdi className={styles['title']}>{chatTitle(chat)}</bdi>
            </button>
          </li>
        ))}
      </ul>
      <p className={styles['empty']} role="status">
        {shown.length > 0 || isPending ? '' : t.nothing}
      </p>
    </div>
  );
}
