import { Avatar, classes } from '@vestnik/ui';
import { useText } from '@vestnik/ui/i18n';
import { ArrowLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';

import { useKeptSearch } from '../../address/index.ts';
import { useRoleName } from '../../format/index.ts';
import type { Cast } from './cast.ts';
import styles from './ConversationHeader.module.css';
import { messages } from './messages.ts';

interface ConversationHeaderProps {
  /** Null while it is not known who is there. */
  cast: Cast | null;
  /** What the other side does at this moment, and whether they are here. */
  status?: { readonly isOnline: boolean; readonly content: ReactNode };
  /** What an onlooker may switch. */
  children?: ReactNode;
}

/** Who this conversation is with. */
export function ConversationHeader({ cast, status, children }: ConversationHeaderProps) {
  const t = useText(messages);
  const roleName = useRoleName();
  const withSearch = useKeptSearch('q');
  return (
    <header className={classes(styles['header'], children !== undefined && styles['watched'])}>
      <Link
        className={styles['back']}
        href={withSearch('/chats')}
        aria-label={t.back}
        title={t.back}
      >
        <ArrowLeft size={22} aria-hidden="true" />
      </Link>
      <div className={styles['faces']}>
        {cast?.others.map((person) => (
          <Avatar
            key={person.id}
            id={person.id}
            name={person.name}
            isOnline={status?.isOnline ?? false}
          />
        ))}
      </div>
      <div className={styles['who']}>
        {cast ? <h2 className={styles['title']}>{cast.title}</h2> : null}
        <p className={styles['role']}>
          {cast?.others.map((person) => roleName(person.role)).join(' — ')}
          {cast && status?.content ? <> · {status.content}</> : null}
        </p>
      </div>
      {children}
    </header>
  );
}
