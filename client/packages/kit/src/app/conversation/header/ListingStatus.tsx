import type { Chat } from '@vestnik/sdk';
import { useConnection } from '@vestnik/sdk/react';
import { useStrings } from '@vestnik/ui/i18n';

import { useNames } from '../../names/index.ts';
import { usePresenceText } from '../../presence/index.ts';
import { strings } from '../strings.ts';
import styles from './ListingStatus.module.css';

interface ListingStatusProps {
  chat: Chat;
  otherId: number | null;
}

/** Under the name in a chat about a listing: whether there is a connection, presence, the listing. */
export default function ListingStatus({ chat, otherId }: ListingStatusProps) {
  const t = useStrings(strings);
  const { data: connection } = useConnection();
  const { isOnline, text } = usePresenceText(otherId);
  const { listing } = useNames();
  const words = { connecting: t.connecting, offline: t.noConnection, live: text ?? t.notOnline };
  return (
    <span className={styles['status']}>
      <span className={styles['presence']} data-online={connection === 'live' && isOnline}>
        {words[connection]}
      </span>
      <span className={styles['listing']}>{listing(chat)}</span>
    </span>
  );
}
