import type { Chat } from '@vestnik/sdk';
import { useStrings } from '@vestnik/ui/i18n';
import { EllipsisVertical } from 'lucide-react';

import { useChatMenu as useMenuItems } from '../../chats/index.ts';
import { MenuButton } from '../../menu/index.ts';
import { strings } from './strings.ts';
import { useChatMenu, type ChatMenuEvents } from './useChatMenu.ts';

export interface ChatMenuButtonProps extends ChatMenuEvents {
  chat: Chat;
}

/** The menu of a chat for the header of its conversation, where no list is beside it. */
export function ChatMenuButton({ chat, ...events }: ChatMenuButtonProps) {
  const t = useStrings(strings);
  return (
    <MenuButton
      label={t.actions}
      icon={<EllipsisVertical size={20} aria-hidden="true" />}
      items={useMenuItems(chat, useChatMenu(chat, events))}
    />
  );
}
