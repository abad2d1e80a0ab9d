import type { ChatNames, ChatNavigation } from '@vestnik/kit/app';
import type { VestnikClient } from '@vestnik/sdk';
import { useSession, VestnikProvider } from '@vestnik/sdk/react';
import { followAddress, leaveTo, pushAddress, replaceAddress } from '@vestnik/ui/address';
import { EmptyState } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { useEffect, useMemo, useState } from 'react';

import { readAddress, withAddress } from '../../address.ts';
import type { InboxApp } from '../../appInterface.ts';
import type { Settings } from '../../settings.ts';
import { Visitor } from '../../visitor.ts';
import { MarketChats } from '../MarketChats.tsx';
import { MarketClient } from '../marketClient.ts';
import { mount } from '../mount.tsx';
import { useUnreadMessages } from '../sides.ts';
import { strings } from '../strings.ts';
import { useTitleCount } from '../titleCount.ts';
import styles from './Inbox.module.css';

/** A seller's chats by listing, and the open one beside them. */
export function mountInbox(settings: Settings, container: HTMLElement): InboxApp {
  const visitor = new Visitor(() => settings);
  const market = new MarketClient(settings, visitor);
  let seller: VestnikClient | null = null;
  // Sellers have accounts: nothing else is requested for a guest.
  const identified = market.identify().then(() => {
    seller = visitor.isGuest ? null : market.current();
    return seller;
  });
  const unmount = mount(
    'inbox',
    settings,
    container,
    <Inbox identified={identified} settings={settings} />,
  );
  return {
    refresh: () => void seller?.chatClient.get()?.chats.refresh(),
    destroy: () => {
      unmount();
      market.stop();
    },
  };
}

interface InboxProps {
  /** Resolves to the seller's client, or to null without a sign-in. */
  identified: Promise<VestnikClient | null>;
  settings: Settings;
}

function Inbox({ identified, settings }: InboxProps) {
  const [client, setClient] = useState<VestnikClient | null>();
  useEffect(() => {
    void identified.then(setClient);
  }, [identified]);
  if (client === undefined) return null;
  if (client === null) return <SignedOut />;
  return (
    <VestnikProvider client={client}>
      {settings.countInTitle ? <UnreadInTitle /> : null}
      <SellerChats client={client} settings={settings} />
    </VestnikProvider>
  );
}

function UnreadInTitle() {
  useTitleCount('inbox', useUnreadMessages('seller'));
  return null;
}

function SellerChats({ client, settings }: { client: VestnikClient; settings: Settings }) {
  const { listingTitle } = settings;
  const names = useMemo<ChatNames>(
    () => ({ listing: ({ listing }) => (listing && listingTitle(listing.id)) ?? undefined }),
    [listingTitle],
  );
  const navigation = useInboxNavigation();
  // The session has ended.
  if (useSession().status === 'signed-out') return <SignedOut />;
  return (
    <div className={styles['inbox']}>
      <MarketChats
        client={client}
        settings={settings}
        side="seller"
        navigation={navigation}
        names={names}
      />
    </div>
  );
}

function SignedOut() {
  return (
    <div className={styles['signedOut']} role="status">
      <EmptyState title={useStrings(strings).signIn} />
    </div>
  );
}

/**
 * The open chat of the inbox stands in the page's address: a reload keeps it, and Back closes it. It is
 * shown also where the browser refuses to change the address.
 */
function useInboxNavigation(): ChatNavigation {
  const [address, setAddress] = useState(readAddress);
  useEffect(
    () =>
      followAddress(() => {
        setAddress(readAddress());
      }),
    [],
  );
  return {
    chatId: address?.chatId ?? null,
    messageId: address?.messageId ?? null,
    href: addressOf,
    open: (chatId, messageId = null) => {
      const href = addressOf(chatId, messageId);
      if (chatId === null) leaveTo(href);
      else if (readAddress() === null) pushAddress(href, { isOver: true });
      else replaceAddress(href);
      setAddress(chatId === null ? null : { chatId, messageId });
    },
  };
}

function addressOf(chatId: number | null, messageId: number | null = null): string {
  return withAddress(chatId === null ? null : { chatId, messageId });
}
