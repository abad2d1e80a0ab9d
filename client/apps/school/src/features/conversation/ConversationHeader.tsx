import type { Role } from '@vestnik/sdk';
import { Avatar, classes } from '@vestnik/ui';
import { useText } from '@vestnik/ui/i18n';
import { ArrowLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';

import { useKeptSearch } from '../../address/index.ts';
import { useRoleName } from '../../format/index.ts';
import type { ConversationView } from './conversationView.ts';
import styles from './ConversationHeader.module.css';
import { strings } from './strings.ts';

/** Avatars of a group that fit beside its title. */
const MAX_AVATARS = 2;

interface ConversationHeaderProps {
  /** Null while it is not known who is a member. */
  view: ConversationView | null;
  /** Who types, or whether the other person is online. */
  status: ReactNode;
  isOnline: boolean;
  /** A switch for readers who are no members. */
  children?: ReactNode;
}

/** Whom this conversation is with. */
export function ConversationHeader({ view, status, isOnline, children }: ConversationHeaderProps) {
  const t = useText(strings);
  const roleName = useRoleName();
  const withSearch = useKeptSearch('q');
  return (
    <header className={classes(styles['header'], Boolean(children) && styles['watched'])}>
      <Link
        className={styles['back']}
        href={withSearch('/chats')}
        aria-label={t.back}
        title={t.back}
      >
        <ArrowLeft size={22} aria-hidden="true" />
      </Link>
      <div className={styles['faces']}>
        {view?.others.slice(0, MAX_AVATARS).map((person) => (
          <Avatar key={person.id} id={person.id} name={person.name} isOnline={isOnline} />
        ))}
      </div>
      <div className={styles['who']}>
        {view ? <h2 className={styles['title']}>{view.title}</h2> : null}
        <p className={styles['role']}>
          {view && describeMembers(view, roleName)}
          {status ? <> · {status}</> : null}
        </p>
      </div>
      {children}
    </header>
  );
}

/** The roles of a private chat's members, or the names of a group's. */
function describeMembers(
  { isGroup, others }: ConversationView,
  roleName: (role: Role | null) => string,
): string {
  if (isGroup) return others.map(({ name }) => name).join(', ');
  return others.map(({ role }) => roleName(role)).join(' — ');
}
