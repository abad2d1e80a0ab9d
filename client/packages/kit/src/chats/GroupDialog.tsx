import type { Chat, User } from '@vestnik/sdk/model';
import { Avatar, Button, Dialog, DialogActions, ErrorMessage } from '@vestnik/ui';
import { useRef, useState } from 'react';

import styles from './Dialogs.module.css';
import type { GroupActions } from './groupActions.ts';
import { GroupMembers, type MembersList } from './GroupMembers.tsx';
import { LeaveOrDelete } from './LeaveOrDelete.tsx';
import { GroupTitleField } from './GroupTitleField.tsx';
import { PeopleField, type PeopleSearch } from './PeopleField.tsx';
import { useDialogStrings } from './dialogStrings.ts';
import { useChatsStrings } from './strings.ts';

export interface GroupDialogProps {
  isOpen: boolean;
  onClose: () => void;
  chat: Chat;
  ownId: number | null;
  members: MembersList;
  search: PeopleSearch;
  actions: GroupActions;
  isPending?: boolean;
  error?: string | null;
}

/** A group: its title, its picture and its members. */
export function GroupDialog({ isOpen, ...rest }: GroupDialogProps) {
  const listStrings = useChatsStrings();
  return (
    <Dialog isOpen={isOpen} title={listStrings.groupDialog} onClose={rest.onClose}>
      <OpenGroup {...rest} />
    </Dialog>
  );
}

function OpenGroup(props: Omit<GroupDialogProps, 'isOpen'>) {
  const { onClose, chat, ownId, members, search, actions, isPending = false, error = null } = props;
  const t = useDialogStrings();
  const { can } = chat.me;
  return (
    <>
      {error === null ? null : <ErrorMessage>{error}</ErrorMessage>}
      {can.includes('rename') ? (
        // By the key a title that another member has changed is shown at once.
        <TitleForm key={chat.title} chat={chat} actions={actions} isPending={isPending} />
      ) : (
        <div className={styles['member']}>
          <Avatar id={chat.id} name={chat.title ?? ''} size="l" picture={chat.avatar_url} />
          <strong className={styles['name']}>{chat.title}</strong>
        </div>
      )}
      {can.includes('invite') ? (
        <AddMembers
          memberIds={members.members.map(({ user }) => user.id)}
          search={search}
          actions={actions}
          isPending={isPending}
        />
      ) : null}
      <GroupMembers chat={chat} ownId={ownId} actions={actions} list={members} />
      <LeaveOrDelete chat={chat} actions={actions} />
      <DialogActions>
        <Button onClick={onClose}>{t.close}</Button>
      </DialogActions>
    </>
  );
}

interface PartProps {
  chat: Chat;
  actions: GroupActions;
  isPending: boolean;
}

const PICTURE_TYPES = 'image/jpeg,image/png,image/webp,image/gif';

function TitleForm({ chat, actions, isPending }: PartProps) {
  const t = useDialogStrings();
  const [title, setTitle] = useState(chat.title ?? '');
  const [isChecked, setIsChecked] = useState(false);
  const picture = useRef<HTMLInputElement>(null);
  const trimmed = title.trim();
  return (
    <form
      noValidate
      className={styles['form']}
      onSubmit={(event) => {
        event.preventDefault();
        setIsChecked(true);
        if (trimmed !== '' && trimmed !== chat.title && !isPending) actions.onRename(trimmed);
      }}
    >
      <div className={styles['row']}>
        <Avatar id={chat.id} name={chat.title ?? ''} size="l" picture={chat.avatar_url} />
        <Button onClick={() => picture.current?.click()}>{t.choosePicture}</Button>
        {chat.avatar_url === null ? null : (
          <Button
            variant="quiet"
            onClick={() => {
              actions.onPicture(null);
            }}
          >
            {t.removePicture}
          </Button>
        )}
        <input
          ref={picture}
          type="file"
          hidden
          accept={PICTURE_TYPES}
          onChange={({ target }) => {
            const [file] = target.files ?? [];
            if (file) actions.onPicture(file);
            target.value = '';
          }}
        />
      </div>
      <div className={styles['row']}>
        <div className={styles['grow']}>
          <GroupTitleField value={title} onChange={setTitle} isChecked={isChecked} />
        </div>
        <Button type="submit" disabled={trimmed === chat.title} isPending={isPending}>
          {t.save}
        </Button>
      </div>
    </form>
  );
}

interface AddMembersProps extends Omit<PartProps, 'chat'> {
  memberIds: readonly number[];
  search: PeopleSearch;
}

function AddMembers({ memberIds, search, actions, isPending }: AddMembersProps) {
  const t = useDialogStrings();
  const [chosen, setChosen] = useState<readonly User[]>([]);
  return (
    <form
      className={styles['section']}
      onSubmit={(event) => {
        event.preventDefault();
        if (chosen.length === 0 || isPending) return;
        actions.onAdd(chosen);
        setChosen([]);
      }}
    >
      <PeopleField
        label={t.addMembers}
        search={search}
        chosen={chosen}
        onChange={setChosen}
        excludedIds={memberIds}
      />
      {chosen.length === 0 ? null : (
        <Button type="submit" variant="primary" isPending={isPending}>
          {t.add}
        </Button>
      )}
    </form>
  );
}
