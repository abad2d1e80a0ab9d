import { Button } from '@vestnik/ui';
import { useText } from '@vestnik/ui/i18n';
import { WifiOff } from 'lucide-react';
import { useState } from 'react';

import type { UseWebSocket } from '../lib/useWebSocket.tsx';
import styles from './ConnectionNotice.module.css';
import { messages } from './messages.ts';

/** That the reader's own connection is lost, until it is back; said aloud as well. */
export function ConnectionNotice({ socket }: { socket: UseWebSocket }) {
  const t = useText(messages);
  const isLost = useIsLost(socket.status);
  const isOver = socket.error?.code === 'signed-out';
  return (
    <div className={styles['place']}>
      {isLost ? <WifiOff size={18} aria-hidden="true" /> : null}
      <p role="status" className={styles['text']}>
        {isLost ? (isOver ? t.sessionOver : t.connectionLost) : ''}
      </p>
      {isLost && socket.status === 'failed' ? (
        <Button onClick={socket.reconnect}>{t.reconnect}</Button>
      ) : null}
    </div>
  );
}

/** From the loss until the socket is open: attempts in between do not make the notice flicker. */
function useIsLost(status: UseWebSocket['status']): boolean {
  const [isLost, setLost] = useState(false);
  const now = status === 'waiting' || status === 'failed' || (isLost && status !== 'open');
  if (now !== isLost) setLost(now);
  return now;
}
