import { useChatMenu, type ChatActions } from '@vestnik/kit/chats';
import { MenuButton, type MenuItem } from '@vestnik/kit/menu';
import { toVestnikError, type Chat } from '@vestnik/sdk';
import { useChatActions, useClient } from '@vestnik/sdk/react';
import { useStrings } from '@vestnik/ui/i18n';
import { EllipsisVertical } from 'lucide-react';
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
  const t = useStrings(strings);
  return (
    <MenuButton
      label={t.actions}
      icon={<EllipsisVertical size={20} aria-hidden="true" />}
      items={useMenuItems(props)}
    />
  );
}

function useMenuItems({ chat, otherId, onHidden, onNotice }: ConversationMenuProps): MenuItem[] {
  const t = useStrings(strings);
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
      ...(otherId !== null && {
        onBlock: (_chat, isBlocked) =>
          void attempt(api.setBlocked(otherId, isBlocked), isBlocked ? t.blockedByMe : t.unblocked),
      }),
      onHide: () =>
        void attempt(actions.remove(), null).then((isDone) => {
          if (isDone) onHidden();
        }),
    }),
    // The rest is used when an item is chosen.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [actions, otherId],
  );
  return useChatMenu(chat, chatActions);
}
