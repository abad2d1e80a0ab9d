import type { User } from '@vestnik/sdk/model';
import { Button, Dialog, DialogActions, ErrorMessage, SegmentedControl } from '@vestnik/ui';
import { useState } from 'react';

import styles from './Dialogs.module.css';
import { GroupTitleField } from './GroupTitleField.tsx';
import { PeopleField, type PeopleSearch } from './PeopleField.tsx';
import { useDialogStrings } from './dialogStrings.ts';

export type NewChatType = 'private' | 'group';

export interface NewChatChoice {
  readonly type: NewChatType;
  readonly memberIds: readonly number[];
  /** Null for a private chat. */
  readonly title: string | null;
}

export interface NewChatDialogProps {
  isOpen: boolean;
  onClose: () => void;
  onCreate: (choice: NewChatChoice) => void;
  /** What the caller may make; with one of them there is no choice. */
  types: readonly [NewChatType, ...NewChatType[]];
  search: PeopleSearch;
  isPending?: boolean;
  /** Why the last attempt failed. */
  error?: string | null;
}

/** Begins a chat with one person, or a group. */
export function NewChatDialog({ isOpen, onClose, ...rest }: NewChatDialogProps) {
  const t = useDialogStrings();
  return (
    <Dialog isOpen={isOpen} title={t.newChat} onClose={onClose}>
      <NewChatForm {...rest} onClose={onClose} />
    </Dialog>
  );
}

function NewChatForm(props: Omit<NewChatDialogProps, 'isOpen'>) {
  const { onClose, onCreate, types, search, isPending = false, error = null } = props;
  const t = useDialogStrings();
  const [type, setType] = useState<NewChatType>(types[0]);
  const [title, setTitle] = useState('');
  const [people, setPeople] = useState<readonly User[]>([]);
  const [isChecked, setIsChecked] = useState(false);
  const isGroup = type === 'group';
  const chosen = isGroup ? people : people.slice(0, 1);
  const isTitleMissing = isGroup && title.trim() === '';

  const create = () => {
    setIsChecked(true);
    if (isTitleMissing || chosen.length === 0 || isPending) return;
    const memberIds = chosen.map(({ id }) => id);
    onCreate({ type, memberIds, title: isGroup ? title.trim() : null });
  };

  return (
    <form
      noValidate
      className={styles['form']}
      onSubmit={(event) => {
        event.preventDefault();
        create();
      }}
    >
      {error === null ? null : <ErrorMessage>{error}</ErrorMessage>}
      {types.length > 1 ? (
        <SegmentedControl
          legend={t.chatType}
          value={type}
          onChange={setType}
          options={[
            { value: 'private', label: t.privateChat },
            { value: 'group', label: t.group },
          ]}
        />
      ) : null}
      {isGroup ? <GroupTitleField value={title} onChange={setTitle} isChecked={isChecked} /> : null}
      <PeopleField
        label={isGroup ? t.people : t.partner}
        search={search}
        chosen={chosen}
        onChange={setPeople}
        isSingle={!isGroup}
        error={isChecked && chosen.length === 0 ? t.peopleMissing : null}
      />
      <DialogActions>
        <Button onClick={onClose}>{t.cancel}</Button>
        <Button type="submit" variant="primary" isPending={isPending}>
          {t.create}
        </Button>
      </DialogActions>
    </form>
  );
}
