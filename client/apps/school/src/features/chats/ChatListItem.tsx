import { classes } from '@vestnik/ui';
import { useTimeFormat } from '@vestnik/ui/format';
import { useId, type ReactNode } from 'react';
import { Link, useRoute } from 'wouter';

import { useKeptSearch } from '../../address/index.ts';
import styles from './ChatListItem.module.css';

interface ChatListItemProps {
  chatId: number;
  /** Of the other person, or of the two that are watched: the link's name. */
  names: readonly string[];
  /** Behind the name: what the person is. */
  role?: ReactNode;
  faces: ReactNode;
  /** When something last happened. */
  at: string | null;
  preview: ReactNode;
  badge?: ReactNode;
}

/** One chat in the list. Its name names the link; all else only describes it. */
export function ChatListItem(props: ChatListItemProps) {
  const { chatId, names, role, faces, at, preview, badge } = props;
  const { shortMoment, fullMoment } = useTimeFormat();
  const id = useId();
  const [, params] = useRoute('/chats/:id');
  const withSearch = useKeptSearch('q');
  const isCurrent = params?.id === String(chatId);
  return (
    <li className={classes(styles['item'], names.length > 1 && styles['two'])}>
      <Link
        className={classes(styles['link'], isCurrent && styles['current'])}
        href={withSearch(`/chats/${chatId}`)}
        aria-current={isCurrent ? 'page' : undefined}
        aria-label={names.join(' — ')}
        aria-describedby={`${id}role ${id}preview ${id}time ${id}badge`}
      >
        <span className={styles['faces']}>{faces}</span>
        <span className={styles['first']}>
          <span className={styles['who']}>
            {names.map((name, index) => (
              <span key={index} className={styles['name']}>
                {name}
              </span>
            ))}
            <span className={styles['role']} id={`${id}role`}>
              {role}
            </span>
          </span>
          <span className={styles['time']} id={`${id}time`}>
            {at === null ? null : (
              <time dateTime={at} title={fullMoment(at)}>
                {shortMoment(at)}
              </time>
            )}
          </span>
        </span>
        <span className={styles['second']}>
          <span className={styles['preview']} id={`${id}preview`}>
            {preview}
          </span>
          <span id={`${id}badge`}>{badge}</span>
        </span>
      </Link>
    </li>
  );
}
