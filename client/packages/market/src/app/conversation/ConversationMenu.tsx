import { useChatMenu, type ChatActions } from '@vestnik/kit/chats';
import { MenuButton, type MenuItem } from '@vestnik/kit/menu';
import { toVestnikError, type Chat } from '@vestnik/sdk';
import { useChatActions, useClient } from '@vestnik/sdk/react';
import { useText } from '@vestnik/ui/i18n';
import { Ban, EllipsisVertical, LockOpen } from 'lucide-react';
import { useMemo } from 'react';

import { strings, useErrorText } from '../strings.ts';

interface ConversationMenuProps {
  chat: Chat;
  otherId: number | null;
  onHidden: () => void;
  onNotice: (text: string | null) => void;
}

/** What may be done with a chat; loaded after it is drawn. */
export default function ConversationMenu(props: ConversationMenuProps) {
  const t = useText(strings);
  return (
    <MenuButton
      label={t.actions}
      icon={<EllipsisVertical size={20} aria-hidden="true" />}
      items={useMenuItems(props)}
    />
  );
}

function useMenuItems({ chat, otherId, onHidden, onNotice }: ConversationMenuProps): MenuItem[] {
  const t = useText(strings);
  const errorText = useErrorText();
  const { api } = useClient();
  const actions = useChatActions(chat.id);
  const attempt = async (action: Promise<void>, done: string | null): Promise<boolean> => {
    try {
      await action;
      onNotice(done);
      return true;
    } catch (error) {
      onNotice(errorText(toVestnikError(error)));
      return false;
    }
  };
  const chatActions = useMemo<ChatActions>(
    () => ({
      onMute: (_chat, until) =>
        void attempt(actions.mute(until === null ? null : new Date(until)), null),
      onArchive: (_chat, isArchived) => void attempt(actions.archive(isArchived), null),
      onHide: () =>
        void attempt(actions.remove(), null).then((isDone) => {
          if (isDone) onHidden();
        }),
    }),
    // The rest is used when an item is chosen.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [actions],
  );
  const items = useChatMenu(chat, chatActions);
  if (otherId === null || !chat.me.can.includes('block')) return items;
  const block = (isBlocked: boolean) => () =>
    void attempt(api.setBlocked(otherId, isBlocked), isBlocked ? t.blockedByMe : t.unblocked);
  return [
    ...items,
    {
      key: 'block',
      label: t.block,
      icon: <Ban size={18} />,
      isDanger: true,
      onSelect: block(true),
    },
    { key: 'unblock', label: t.unblock, icon: <LockOpen size={18} />, onSelect: block(false) },
  ];
}
