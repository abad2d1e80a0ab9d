import { lazyPart } from '@vestnik/kit/lazyPart';
import { Suspense } from 'react';

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
  // Sellers have accounts: nothing is requested for a guest.
  const client = visitor.isGuest ? null : market.current();
  const { unmount } = mount(
    'inbox',
    settings,
    place,
    <MarketContext value={{ settings, visitor, side: 'seller', namesOf: NO_NAMES }}>
      <Suspense>
        {client === null ? (
          <Inbox isSignedOut />
        ) : (
          <ClientProvider client={client}>
            <Inbox />
            <LazySound />
          </ClientProvider>
        )}
      </Suspense>
    </MarketContext>,
  );
  return {
    refresh: () => void client?.chatClient.get()?.chats.refresh(),
    destroy: () => {
      unmount();
      market.stop();
    },
  };
}
