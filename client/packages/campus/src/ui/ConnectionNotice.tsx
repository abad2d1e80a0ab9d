import { useChatClient, useConnection } from '@vestnik/sdk/react';
import { Button } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { WifiOff } from 'lucide-react';

import styles from './ConnectionNotice.module.css';
import { strings } from './strings.ts';

/** Shown while the connection is lost, under the header of a conversation. */
export function ConnectionNotice() {
  const t = useStrings(strings);
  const chatClient = useChatClient();
  const isOffline = useConnection().data === 'offline';
  return (
    <div role="status">
      {isOffline ? (
        <div className={styles['notice']}>
          <WifiOff size={16} aria-hidden="true" />
          <span className={styles['text']}>{t.connectionLost}</span>
          <Button variant="quiet" onClick={() => chatClient?.retryNow()}>
            {t.reconnect}
          </Button>
        </div>
      ) : null}
    </div>
  );
}
