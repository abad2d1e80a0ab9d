import { ConversationHeader as Header } from '@vestnik/kit/chats';
import { usePresenceText, type PresenceText } from '@vestnik/kit/headless';
import { lazyPart } from '@vestnik/kit/lazyPart';
import type { Chat } from '@vestnik/sdk';
import { useConnection, useTypingUsers } from '@vestnik/sdk/react';
import { IconButton } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { ArrowLeft, ChevronDown, MessagesSquare } from 'lucide-react';
import { Suspense } from 'react';

import { useChatNames } from '../MarketContext.tsx';
import { strings } from '../strings.ts';
import styles from './Conversation.module.css';

const ConversationMenu = lazyPart(() => import('./ConversationMenu.tsx'));

/** The ways out of a conversation. */
export interface Leave {
  /** To the list of chats. */
  readonly onBack: (() => void) | null;
  /** Only a phone has no room for both. */
  readonly isBackForPhones?: boolean;
  readonly onMinimise?: () => void;
}

interface ConversationHeaderProps {
  chat: Chat | null;
  ownId: number | null;
  leave: Leave;
  isSearchOpen: boolean;
  onToggleSearch: () => void;
  onHidden: () => void;
  onNotice: (text: string | null) => void;
}

/** Whom the chat is with, about which listing, and what may be done with all of it. */
export function ConversationHeader(props: ConversationHeaderProps) {
  const { chat, ownId, leave } = props;
  const t = useStrings(strings);
  const otherId = chat?.members.find(({ user }) => user.id !== ownId)?.user.id ?? null;
  const presence = usePresenceText(otherId);
  const { isOnline } = presence;
  const { data: typing } = useTypingUsers(chat?.id ?? 0);
  return (
    <Header
      chat={chat}
      ownId={ownId}
      isOnline={isOnline}
      presence={chat && <Status chat={chat} presence={presence} />}
      typingNames={typing.length === 0 ? null : []}
      back={
        leave.onBack === null ? null : (
          <IconButton
            className={leave.isBackForPhones === true ? styles['phoneOnly'] : undefined}
            label={t.back}
            onClick={leave.onBack}
          >
            {leave.isBackForPhones === true ? (
              <ArrowLeft className={styles['back']} size={22} aria-hidden="true" />
            ) : (
              <MessagesSquare size={20} aria-hidden="true" />
            )}
          </IconButton>
        )
      }
      isSearchOpen={props.isSearchOpen}
      onToggleSearch={chat === null ? undefined : props.onToggleSearch}
      actions={
        <>
          {chat === null ? null : (
            <Suspense fallback={<span className={styles['menuPlace']} />}>
              <ConversationMenu {...props} chat={chat} otherId={otherId} />
            </Suspense>
          )}
          {leave.onMinimise === undefined ? null : (
            <IconButton label={t.close} onClick={leave.onMinimise}>
              <ChevronDown size={22} aria-hidden="true" />
            </IconButton>
          )}
        </>
      }
    />
  );
}

function Status({ chat, presence }: { chat: Chat; presence: PresenceText }) {
  const t = useStrings(strings);
  const { data: connection } = useConnection();
  const { listingTitle } = useChatNames();
  const words = {
    connecting: t.connecting,
    offline: t.waiting,
    live: presence.text ?? t.offline,
  };
  return (
    <span className={styles['status']}>
      <span className={styles['presence']} data-online={connection === 'live' && presence.isOnline}>
        {words[connection]}
      </span>
      <span className={styles['listing']}>{listingTitle(chat)}</span>
    </span>
  );
}
