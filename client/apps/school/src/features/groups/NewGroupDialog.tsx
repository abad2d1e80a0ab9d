import { NewChatDialog, type NewChatChoice } from '@vestnik/kit/chats';
import { useCreateChat } from '@vestnik/sdk/react';
import { useState } from 'react';
import { useLocation } from 'wouter';

import { useGroupProblem } from './useGroupProblem.ts';
import { usePeopleSearch } from './usePeopleSearch.ts';

/** A new group: its chat opens as soon as it is made. */
export default function NewGroupDialog({ onClose }: { onClose: () => void }) {
  const search = usePeopleSearch();
  const { createChat } = useCreateChat();
  const [, navigate] = useLocation();
  const problem = useGroupProblem();
  const [isPending, setIsPending] = useState(false);
  const [error, setError] = useState<string | null>(null);

  const create = async ({ title, memberIds }: NewChatChoice) => {
    setIsPending(true);
    setError(null);
    try {
      const chat = await createChat({ type: 'group', title, member_ids: [...memberIds] });
      onClose();
      navigate(`/chats/${chat.id}`);
    } catch (thrown) {
      setError(problem(thrown));
      setIsPending(false);
    }
  };
  return (
    <NewChatDialog
      isOpen
      onClose={onClose}
      types={['group']}
      search={search}
      isPending={isPending}
      error={error}
      onCreate={(choice) => {
        void create(choice);
      }}
    />
  );
}
