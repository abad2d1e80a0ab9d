/** Deleted messages: hidden, unless an admin wants to read their texts. */
import type { UseMessages } from '@vestnik/sdk/react';
import { useDeletedTexts } from '@vestnik/sdk/school/react';
import { useText } from '@vestnik/ui/i18n';
import { useId, useMemo } from 'react';

import { useAddressParam } from '../../address/index.ts';
import styles from './Conversation.module.css';
import { strings } from './strings.ts';

interface UseShownMessages {
  readonly shown: UseMessages;
  readonly showsDeleted: boolean;
  readonly setShowsDeleted: (isOn: boolean) => void;
}

export function useShownMessages(chatId: number, loaded: UseMessages): UseShownMessages {
  const [deleted, setDeleted] = useAddressParam('deleted');
  const showsDeleted = deleted === '1';
  const texts = useDeletedTexts(chatId, loaded.messages, showsDeleted);
  const messages = useMemo(
    () =>
      showsDeleted
        ? loaded.messages.map((message) => {
            const text = texts.get(message.id);
            return message.deleted_at === null || text === undefined
              ? message
              : { ...message, text };
          })
        : loaded.messages.filter(({ deleted_at }) => deleted_at === null),
    [loaded.messages, showsDeleted, texts],
  );
  return {
    shown: { ...loaded, messages },
    showsDeleted,
    setShowsDeleted: (isOn) => {
      setDeleted(isOn ? '1' : '');
    },
  };
}

interface DeletedSwitchProps {
  isOn: boolean;
  onChange: (isOn: boolean) => void;
}

export function DeletedSwitch({ isOn, onChange }: DeletedSwitchProps) {
  const t = useText(strings);
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
