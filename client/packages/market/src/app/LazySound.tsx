import { lazyPart } from '@vestnik/kit/lazyPart';
import { Suspense } from 'react';

import { useMarket } from './MarketContext.tsx';

const MessageSound = lazyPart(() => import('./MessageSound.tsx'));

/** The sound of new messages, unless the page does not want it. */
export function LazySound() {
  return useMarket().settings.playsSound ? (
    <Suspense>
      <MessageSound />
    </Suspense>
  ) : null;
}
