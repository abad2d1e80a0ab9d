import { QuickSwitcher, ShortcutsDialog } from '@vestnik/kit/chats';
import type { Chat } from '@vestnik/sdk';
import { useChats, useSession } from '@vestnik/sdk/react';
import { useLocation } from 'wouter';

import type { ShortcutDialog } from './KeyboardShortcuts.tsx';

interface ShortcutDialogsProps {
  dialog: ShortcutDialog;
  onClose: () => void;
}

/** The dialogs that keys open. */
export default function ShortcutDialogs({ dialog, onClose }: ShortcutDialogsProps) {
  return (
    <>
      <Switcher isOpen={dialog === 'quickSwitcher'} onClose={onClose} />
      <ShortcutsDialog isOpen={dialog === 'shortcuts'} onClose={onClose} />
    </>
  );
}

/** In the school people have a chat from their lessons on, so that chats are all there is to find. */
function Switcher({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { user } = useSession();
  const { chats } = useChats();
  const [, navigate] = useLocation();
  return (
    <QuickSwitcher
      isOpen={isOpen}
      onClose={onClose}
      chats={chats}
      ownId={user?.id ?? null}
      onChat={(chat: Chat) => {
        navigate(`/chats/${chat.id}`);
      }}
    />
  );
}
