import type { Hit, User } from '@vestnik/sdk';
import { useChats, useCreateChat, useSearch, useSession } from '@vestnik/sdk/react';
import { useDebouncedValue } from '@vestnik/ui';
import { useState } from 'react';

import { QuickSwitcher, ShortcutsDialog, type QuickPage } from '../../chats/index.ts';
import { usePeopleSearch } from '../groups/usePeopleSearch.ts';
import { useChatNavigation } from '../navigation/index.ts';
import { useChatPolicy } from '../policy/index.ts';

const SEARCH_DELAY_MS = 250;
const NO_HITS: readonly Hit[] = [];
const NO_PEOPLE: readonly User[] = [];

export type ShortcutDialog = 'quickSwitcher' | 'shortcuts';

interface ShortcutDialogsProps {
  dialog: ShortcutDialog;
  pages: readonly QuickPage[];
  onClose: () => void;
}

/** The dialogs that keys open. */
export default function ShortcutDialogs({ dialog, pages, onClose }: ShortcutDialogsProps) {
  const { user } = useSession();
  const { newChats } = useChatPolicy();
  const Switcher = newChats(user?.role ?? null).includes('private')
    ? ChatAndPeopleSwitcher
    : ChatSwitcher;
  return (
    <>
      <Switcher isOpen={dialog === 'quickSwitcher'} pages={pages} onClose={onClose} />
      <ShortcutsDialog isOpen={dialog === 'shortcuts'} onClose={onClose} />
    </>
  );
}

interface SwitcherProps {
  isOpen: boolean;
  pages: readonly QuickPage[];
  onClose: () => void;
}

function ChatSwitcher(props: SwitcherProps) {
  const { onQuery, ...switcher } = useSwitcher();
  return <QuickSwitcher {...props} {...switcher} onQuery={onQuery} />;
}

/** Where users begin private chats, people are found too. */
function ChatAndPeopleSwitcher(props: SwitcherProps) {
  const { onQuery, ...switcher } = useSwitcher();
  const { people, isSearching, onQuery: findPeople } = usePeopleSearch();
  const { mutateAsync: createChat } = useCreateChat();
  const { open } = useChatNavigation();
  const openPerson = async ({ id }: User) => {
    const chat = await createChat({ type: 'private', user_ids: [id] });
    open(chat.id);
  };
  return (
    <QuickSwitcher
      {...props}
      {...switcher}
      people={isSearching ? NO_PEOPLE : people}
      isLoading={switcher.isLoading || isSearching}
      onQuery={(query) => {
        onQuery(query);
        findPeople(query);
      }}
      onPerson={(user) => {
        // A refusal leaves the user where they are; the dialog of new chats explains one.
        openPerson(user).catch(() => undefined);
      }}
    />
  );
}

function useSwitcher() {
  const ownId = useSession().user?.id ?? null;
  const { data: chats = [] } = useChats();
  const { open } = useChatNavigation();
  const [query, onQuery] = useState('');
  const settled = useDebouncedValue(query, SEARCH_DELAY_MS);
  const { data: hits = NO_HITS, isPending } = useSearch({ q: settled });
  const isSettled = settled === query;
  return {
    chats,
    ownId,
    // Those of the former query are no answer.
    hits: isSettled ? hits : NO_HITS,
    isLoading: isPending || !isSettled,
    onQuery,
    onHit: ({ chat, message }: Hit) => {
      open(chat.id, message.id);
    },
    onChat: ({ id }: { id: number }) => {
      open(id);
    },
  };
}
