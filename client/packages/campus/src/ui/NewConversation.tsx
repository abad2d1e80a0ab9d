import { Button, Dialog, DialogActions, Segmented, TextField } from '@vestnik/ui';
import { useText } from '@vestnik/ui/i18n';
import { useState } from 'react';

import type { Conversation, ConversationType, Person } from '../model/types/chat.ts';
import type { ChatSelectProps } from './ChatSelect.tsx';
import { messages } from './messages.ts';
import styles from './NewConversation.module.css';
import { PeoplePicker } from './PeoplePicker.tsx';

interface NewConversationProps {
  isOpen: boolean;
  /** Whose people are offered first. */
  conversations: readonly Conversation[];
  onClose: () => void;
  onCreate: ChatSelectProps['onCreateConversation'];
}

/** Begins a conversation with one person or a group. */
export function NewConversation({ isOpen, onClose, ...rest }: NewConversationProps) {
  const t = useText(messages);
  return (
    <Dialog isOpen={isOpen} title={t.create} onClose={onClose}>
      <NewConversationForm {...rest} onClose={onClose} />
    </Dialog>
  );
}

function NewConversationForm({
  conversations,
  onClose,
  onCreate,
}: Omit<NewConversationProps, 'isOpen'>) {
  const t = useText(messages);
  const [type, setType] = useState<ConversationType>('private');
  const [title, setTitle] = useState('');
  const [people, setPeople] = useState<readonly Person[]>([]);
  const [isPending, setPending] = useState(false);
  const [isChecked, setChecked] = useState(false);
  const isGroup = type === 'group';
  const isTitleMissing = isGroup && title.trim() === '';
  const chosen = isGroup ? people : people.slice(0, 1);

  const create = async () => {
    setChecked(true);
    if (isTitleMissing || chosen.length === 0) return;
    setPending(true);
    const ids = chosen.map(({ id }) => id);
    const created = await onCreate(type, isGroup ? title.trim() : undefined, ids);
    setPending(false);
    if (created !== null) onClose();
  };

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!isPending) void create();
      }}
    >
      <div className={styles['fields']}>
        <Segmented
          legend={t.kind}
          options={[
            { value: 'private', label: t.private },
            { value: 'group', label: t.group },
          ]}
          value={type}
          onChange={setType}
        />
        {isGroup ? (
          <TextField
            label={t.title}
            value={title}
            maxLength={255}
            error={isChecked && isTitleMissing ? t.titleMissing : null}
            onChange={(event) => {
              setTitle(event.target.value);
            }}
          />
        ) : null}
        <div>
          <PeoplePicker
            label={isGroup ? t.members : t.person}
            conversations={conversations}
            people={chosen}
            isSingle={!isGroup}
            error={isChecked && chosen.length === 0 ? t.peopleMissing : null}
            onChange={setPeople}
          />
        </div>
      </div>
      <DialogActions>
        <Button onClick={onClose}>{t.cancel}</Button>
        <Button variant="primary" type="submit" isPending={isPending}>
          {t.begin}
        </Button>
      </DialogActions>
    </form>
  );
}
