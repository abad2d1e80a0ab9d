import type { User } from '@vestnik/sdk';
import { useChats, useCreateChat, useSession } from '@vestnik/sdk/react';

import { QuickSwitcher, ShortcutsDialog } from '../../chats/index.ts';
import { usePeopleSearch } from '../groups/usePeopleSearch.ts';
import { useChatNavigation } from '../navigation/index.ts';
import { useChatPolicy } from '../policy/index.ts';
import type { ShortcutDialog } from './KeyboardShortcuts.tsx';

interface ShortcutDialogsProps {
  dialog: ShortcutDialog;
  onClose: () => void;
}

/** The dialogs that keys open. */
export default function ShortcutDialogs({ dialog, onClose }: ShortcutDialogsProps) {
  const { user } = useSession();
  const { newChats } = useChatPolicy();
  const Switcher = newChats(user?.role ?? null).includes('private')
    ? ChatAndPeopleSwitcher
    : ChatSwitcher;
  return (
    <>
      <Switcher isOpen={dialog === 'quickSwitcher'} onClose={onClose} />
      <ShortcutsDialog isOpen={dialog === 'shortcuts'} onClose={onClose} />
    </>
  );
}

interface SwitcherProps {
  isOpen: boolean;
  onClose: () => void;
}

function ChatSwitcher(props: SwitcherProps) {
  return <QuickSwitcher {...props} {...useSwitcher()} />;
}

/** Where users begin private chats, people are found too. */
function ChatAndPeopleSwitcher(props: SwitcherProps) {
  const { people, onQuery } = usePeopleSearch();
  const { createChat } = useCreateChat();
  const { open } = useChatNavigation();
  const openPerson = async ({ id }: User) => {
    const chat = await createChat({ type: 'private', member_ids: [id] });
    open(chat.id);
  };
  return (
    <QuickSwitcher
      {...props}
      {...useSwitcher()}
      people={people}
      onQuery={onQuery}
      onPerson={(user) => {
        // A refusal leaves the user where they are; the dialog of new chats explains one.
        openPerson(user).catch(() => undefined);
      }}
    />
  );
}

function useSwitcher() {
  const ownId = useSession().user?.id ?? null;
  const { chats } = useChats();
  const { open } = useChatNavigation();
  return {
    chats,
    ownId,
    onChat: ({ id }: { id: number }) => {
      open(id);
    },
  };
}
