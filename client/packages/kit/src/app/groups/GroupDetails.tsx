import type { Chat } from '@vestnik/sdk';
import { useChat, useChatActions, useUpload } from '@vestnik/sdk/react';
import { useState } from 'react';

import { GroupDialog, type GroupActions } from '../../chats/index.ts';
import { useChatNavigation } from '../navigation/index.ts';
import { useGroupProblem } from './useGroupProblem.ts';
import { useMembersList } from './useMembersList.ts';
import { usePeopleSearch } from './usePeopleSearch.ts';

export interface GroupDetailsProps {
  chatId: number;
  userId: number;
  onClose: () => void;
}

/** A group's title, picture and members, and what the user may do with them. */
export default function GroupDetails({ chatId, ...rest }: GroupDetailsProps) {
  const { data: chat = null } = useChat(chatId);
  return chat === null ? null : <OpenDetails chat={chat} {...rest} />;
}

interface OpenDetailsProps {
  chat: Chat;
  userId: number;
  onClose: () => void;
}

function OpenDetails({ chat, userId, onClose }: OpenDetailsProps) {
  const search = usePeopleSearch();
  const members = useMembersList(chat.id);
  const actions = useChatActions(chat.id);
  const { mutateAsync: upload } = useUpload();
  const { open } = useChatNavigation();
  const problem = useGroupProblem();
  const [isPending, setIsPending] = useState(false);
  const [error, setError] = useState<string | null>(null);

  const attempt = async (action: () => Promise<void>, onDone?: () => void) => {
    setIsPending(true);
    setError(null);
    try {
      await action();
      onDone?.();
    } catch (thrown) {
      setError(problem(thrown));
    } finally {
      setIsPending(false);
    }
  };
  const setPicture = async (file: File | null) => {
    await actions.setPicture(file === null ? null : await upload(file));
  };
  const goToList = () => {
    onClose();
    open(null);
  };
  const groupActions: GroupActions = {
    onRename: (title) => void attempt(() => actions.rename(title)),
    onPicture: (file) => void attempt(() => setPicture(file)),
    onAdd: (users) => void attempt(() => actions.addMembers(users.map(({ id }) => id))),
    onRemove: ({ id }) => void attempt(() => actions.removeMember(id)),
    onRole: ({ id }, role) => void attempt(() => actions.setRole(id, role)),
    onLeave: () => void attempt(actions.leave, goToList),
    onDelete: () => void attempt(actions.remove, goToList),
  };
  return (
    <GroupDialog
      isOpen
      onClose={onClose}
      chat={chat}
      ownId={userId}
      members={members}
      search={search}
      actions={groupActions}
      isPending={isPending}
      error={error}
    />
  );
}
