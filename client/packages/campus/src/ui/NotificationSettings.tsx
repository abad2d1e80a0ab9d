import { lazyPart } from '@vestnik/kit/lazyPart';
import { VestnikProvider } from '@vestnik/sdk/react';
import { clsx } from '@vestnik/ui';
import { Suspense } from 'react';

import { useRunningClient } from '../lib/client.ts';
import styles from './NotificationSettings.module.css';
import { ROOT_CLASS } from './rootClass.ts';

const NotificationSwitches = lazyPart(() => import('./NotificationSwitches.tsx'));

/**
 * Switches the sound of new messages and, where the host names its service worker, the notifications
 * of this browser.
 */
export function NotificationSettings() {
  return (
    <VestnikProvider client={useRunningClient()}>
      <div className={clsx(ROOT_CLASS, styles['settings'])}>
        <Suspense>
          <NotificationSwitches />
        </Suspense>
      </div>
    </VestnikProvider>
  );
}
