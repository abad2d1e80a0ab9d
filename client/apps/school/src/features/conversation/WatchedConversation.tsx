import { useAdminChat, useMessages } from '@vestnik/sdk/react';
import { usePersonName } from '@vestnik/ui/format';
import { useText } from '@vestnik/ui/i18n';
import { useId, useMemo } from 'react';

import { useAddressParam } from '../../address/index.ts';
import type { Cast } from './cast.ts';
import styles from './Conversation.module.css';
import { ConversationBody } from './ConversationBody.tsx';
import { ConversationHeader } from './ConversationHeader.tsx';
import { messages } from './messages.ts';

/** A chat between two others, as an admin reads it: whole, and without a trace. */
export function WatchedConversation({ chatId }: { chatId: number }) {
  const t = useText(messages);
  const [deleted, setDeleted] = useAddressParam('deleted');
  const includeDeleted = deleted === '1';
  const feed = useMessages(chatId, { includeDeleted });
  const cast = useWatchedCast(chatId);

  return (
    <section className={styles['conversation']} aria-label={cast?.title}>
      <ConversationHeader cast={cast}>
        <DeletedSwitch
          isOn={includeDeleted}
          onChange={(isOn) => {
            setDeleted(isOn ? '1' : '');
          }}
        />
      </ConversationHeader>
      <ConversationBody
        // Its own log for each way of reading: the one is not a later state of the other.
        key={String(includeDeleted)}
        chatId={chatId}
        feed={feed}
        isLive={feed.isLoaded}
        cast={cast ?? NOBODY}
        unreadCount={0}
        sentCount={0}
      />
      <p className={styles['readOnly']}>{t.readOnly}</p>
    </section>
  );
}

const NOBODY: Cast = { title: '', ownId: null, others: [], readUpTo: 0, removedName: '' };

/** Who the two are; null until the list of chats told. */
function useWatchedCast(chatId: number): Cast | null {
  const personName = usePersonName();
  const participants = useAdminChat(chatId).chat?.participants;
  const removedName = personName(null);
  return useMemo(() => {
    if (!participants) return null;
    const others = participants.map((person) => ({
      ...person,
      name: person.name.trim() === '' ? removedName : person.name,
    }));
    const title = others.map((person) => person.name).join(' — ');
    return { title, ownId: null, others, readUpTo: 0, removedName };
  }, [participants, removedName]);
}

interface DeletedSwitchProps {
  isOn: boolean;
  onChange: (isOn: boolean) => void;
}

function DeletedSwitch({ isOn, onChange }: DeletedSwitchProps) {
  const t = useText(messages);
  const id = useId();
  return (
    <div className={styles['switch']}>
      <input
        id={id}
        type="checkbox"
        role="switch"
        aria-checked={isOn}
        checked={isOn}
        onChange={(event) => {
          onChange(event.target.checked);
        }}
      />
      <label htmlFor={id}>{t.showDeleted}</label>
    </div>
  );
}
