import { lazyPart } from '@vestnik/kit/lazyPart';
import type { VestnikClient } from '@vestnik/sdk';
import { Suspense, useEffect, useState } from 'react';

import { ClientProvider } from '../ClientProvider.tsx';
import type { InboxApp } from '../../appInterface.ts';
import type { Settings } from '../../settings.ts';
import { Visitor } from '../../visitor.ts';
import { LazySound } from '../LazySound.tsx';
import { MarketClient } from '../marketClient.ts';
import { MarketContext } from '../MarketContext.tsx';
import { mount } from '../mount.tsx';

const Inbox = lazyPart(() => import('./Inbox.tsx'));
const NO_NAMES = (): undefined => undefined;

/** A seller's chats by listing, and the open one beside them. */
export function mountInbox(settings: Settings, place: HTMLElement): InboxApp {
  const visitor = new Visitor(() => settings);
  const market = new MarketClient(settings, visitor);
  let seller: VestnikClient | null = null;
  // Sellers have accounts: nothing else is requested for a guest.
  const identified = market.identify().then(() => {
    seller = visitor.isGuest ? null : market.current();
    return seller;
  });
  const { unmount } = mount(
    'inbox',
    settings,
    place,
    <MarketContext value={{ settings, visitor, side: 'seller', namesOf: NO_NAMES }}>
      <Suspense>
        <SellersInbox identified={identified} />
      </Suspense>
    </MarketContext>,
  );
  return {
    refresh: () => void seller?.chatClient.get()?.chats.refresh(),
    destroy: () => {
      unmount();
      market.stop();
    },
  };
}

/** `identified` resolves to the seller's client, or to null without a sign-in. */
function SellersInbox({ identified }: { identified: Promise<VestnikClient | null> }) {
  const [client, setClient] = useState<VestnikClient | null>();
  useEffect(() => {
    void identified.then(setClient);
  }, [identified]);
  if (client === undefined) return null;
  if (client === null) return <Inbox isSignedOut />;
  return (
    <ClientProvider client={client}>
      <Inbox />
      <LazySound />
    </ClientProvider>
  );
}
