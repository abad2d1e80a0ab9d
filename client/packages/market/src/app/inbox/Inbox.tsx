import type { Chat } from '@vestnik/sdk';
import { useSession } from '@vestnik/sdk/react';
import { Badge, clsx } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { useMemo, useRef, useState, type RefObject } from 'react';

import { ChatRow } from '../chats/ChatRow.tsx';
import listStyles from '../chats/ChatList.module.css';
import { ListHeader } from '../chats/ListHeader.tsx';
import { ListState } from '../chats/ListState.tsx';
import { useShownChats } from '../chats/useShownChats.ts';
import { Conversation } from '../conversation/Conversation.tsx';
import { useChatNames } from '../MarketContext.tsx';
import { strings } from '../strings.ts';
import { useTitleCount } from '../titleCount.ts';
import styles from './Inbox.module.css';
import { useInboxAddress } from './useInboxAddress.ts';
import { groupByListing, totalUnread, type Listing } from './groupByListing.ts';

/** The seller's inbox; a part of its own, which buyers do not load. */
export default function Inbox({ isSignedOut = false }: { isSignedOut?: boolean }) {
  return isSignedOut ? <SignedOutInbox /> : <SellerChats />;
}

/** The seller's chats, and the open one. */
function SellerChats() {
  const { status } = useSession();
  const { address, open, close: closeChat } = useInboxAddress();
  const openId = address?.chatId ?? null;
  const list = useRef<HTMLElement>(null);
  const close = () => {
    // The focus goes back to the chat in the list, which a phone shows only now.
    const row = `[data-chat="${openId ?? ''}"]`;
    closeChat();
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>(row)?.focus());
  };
  if (status === 'signed-out') return <SignedOutInbox />;
  return (
    <div className={clsx(styles['inbox'], openId !== null && styles['isOpen'])}>
      <ChatsPane ref={list} openId={openId} onChoose={open} />
      <div className={styles['chatPane']}>
        {address === null ? (
          <Choose />
        ) : (
          <Conversation
            chatId={address.chatId}
            messageId={address.messageId}
            onMessage={(messageId) => {
              open(address.chatId, messageId);
            }}
            isShown
            leave={{ onBack: close, isBackForPhones: true }}
            onHidden={close}
          />
        )}
      </div>
    </div>
  );
}

function Choose() {
  const t = useStrings(strings);
  return <p className={listStyles['state']}>{t.choose}</p>;
}

/** Nobody is signed in, or the session has ended. */
function SignedOutInbox() {
  const t = useStrings(strings);
  return (
    <div className={clsx(styles['inbox'], styles['signedOut'])}>
      <p className={listStyles['state']} role="status">
        {t.signIn}
      </p>
    </div>
  );
}

interface ChatsPaneProps {
  ref: RefObject<HTMLElement | null>;
  openId: number | null;
  onChoose: (chatId: number) => void;
}

function ChatsPane({ ref, openId, onChoose }: ChatsPaneProps) {
  const t = useStrings(strings);
  const [query, setQuery] = useState('');
  const [isArchive, setIsArchive] = useState(false);
  const { chats, ownId, ...list } = useShownChats(isArchive ? 'archived' : 'all', query);
  const all = useShownChats('all', '').chats;
  const listings = useMemo(() => groupByListing(chats), [chats]);
  const unread = totalUnread(all);
  useTitleCount('inbox', unread);
  const empty = isArchive ? t.emptyArchive : t.noChats;
  return (
    <nav ref={ref} className={clsx(listStyles['pane'], styles['chats'])} aria-label={t.chats}>
      <ListHeader
        title={
          <>
            {t.chats}
            <Count count={unread} />
          </>
        }
        query={query}
        onQuery={setQuery}
        isArchive={isArchive}
        onArchive={setIsArchive}
      />
      <div className={listStyles['chats']}>
        <ListState
          {...list}
          isEmpty={chats.length === 0}
          emptyText={query === '' ? empty : t.noneFound}
          onRetry={list.refetch}
        />
        {listings.map((listing) => (
          <ListingSection
            key={listing.id}
            listing={listing}
            ownId={ownId ?? 0}
            openId={openId}
            onChoose={onChoose}
          />
        ))}
      </div>
    </nav>
  );
}

interface ListingSectionProps {
  listing: Listing;
  ownId: number;
  openId: number | null;
  onChoose: (chatId: number) => void;
}

/** The chats about one listing. */
function ListingSection({ listing, ownId, openId, onChoose }: ListingSectionProps) {
  const { listingTitle } = useChatNames();
  const [first] = listing.chats;
  return (
    <section>
      <h3 className={listStyles['listing']}>
        <span className={listStyles['listingTitle']}>{first && listingTitle(first)}</span>
        <Count count={listing.unread} />
      </h3>
      <ul>
        {listing.chats.map((chat: Chat) => (
          <ChatRow
            key={chat.id}
            chat={chat}
            ownId={ownId}
            isCurrent={chat.id === openId}
            onChoose={onChoose}
          />
        ))}
      </ul>
    </section>
  );
}

function Count({ count }: { count: number }) {
  const t = useStrings(strings);
  if (count === 0) return null;
  return (
    <Badge tone="soft" role="img" aria-label={t.unread(count)}>
      {count}
    </Badge>
  );
}
