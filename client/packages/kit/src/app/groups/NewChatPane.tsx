import { useCreateChat } from '@vestnik/sdk/react';
import { useState } from 'react';

import { NewChatDialog, type NewChatChoice, type NewChatType } from '../../chats/index.ts';
import { useChatNavigation } from '../navigation/index.ts';
import { usePeople } from '../people/index.ts';
import { useGroupProblem } from './useGroupProblem.ts';
import { usePeopleSearch } from './usePeopleSearch.ts';

interface NewChatPaneProps {
  kinds: readonly [NewChatType, ...NewChatType[]];
  onClose: () => void;
}

/** The dialog of a new chat, which opens as soon as it is made. */
export default function NewChatPane({ kinds, onClose }: NewChatPaneProps) {
  const search = usePeopleSearch();
  const { mutateAsync: createChat } = useCreateChat();
  const { open } = useChatNavigation();
  const { beginChat } = usePeople();
  const problem = useGroupProblem();
  const [isPending, setIsPending] = useState(false);
  const [error, setError] = useState<string | null>(null);

  const create = async ({ type, title, memberIds }: NewChatChoice) => {
    setIsPending(true);
    setError(null);
    try {
      if (beginChat) {
        await beginChat({ type, title, memberIds });
        onClose();
      } else {
        const chat = await createChat({ type, title, user_ids: [...memberIds] });
        onClose();
        open(chat.id);
      }
    } catch (thrown) {
      setError(problem(thrown));
      setIsPending(false);
    }
  };
  return (
    <NewChatDialog
      isOpen
      onClose={onClose}
      types={kinds}
      search={search}
      isPending={isPending}
      error={error}
      onCreate={(choice) => {
        void create(choice);
      }}
    />
  );
}
