import type { Role } from '@vestnik/sdk';
import { Badge, classes } from '@vestnik/ui';
import { useText } from '@vestnik/ui/i18n';
import { CalendarDays, Gauge, MessagesSquare, UsersRound, type LucideIcon } from 'lucide-react';
import { useId } from 'react';
import { Link } from 'wouter';

import { messages } from './messages.ts';
import { useApp } from './useApp.ts';
import { paths, type Place } from './routes.ts';
import styles from './Sections.module.css';

interface SectionsProps {
  page: Place['page'];
  role: Role | null;
  unread: number;
}

/** The links between the app's pages: a rail on a desk, a bar of tabs on a phone. */
export function Sections({ page, role, unread }: SectionsProps) {
  const t = useText(messages);
  const { isSchool } = useApp();
  const countId = useId();
  return (
    <nav aria-label={t.sections} className={styles['sections']}>
      <Section
        href={paths.chats}
        label={t.chats}
        icon={MessagesSquare}
        isCurrent={page === 'chats'}
        describedBy={unread > 0 ? countId : undefined}
        count={unread}
      />
      {isSchool ? (
        <Section
          href={paths.lessons}
          label={t.lessons}
          icon={CalendarDays}
          isCurrent={page === 'lessons'}
        />
      ) : null}
      {isSchool && role === 'admin' ? (
        <>
          <Section
            href={paths.people}
            label={t.people}
            icon={UsersRound}
            isCurrent={page === 'people'}
          />
          <Section href={paths.desk} label={t.desk} icon={Gauge} isCurrent={page === 'desk'} />
        </>
      ) : null}
      <span hidden id={countId}>
        {t.unread(unread)}
      </span>
    </nav>
  );
}

interface SectionProps {
  href: string;
  label: string;
  icon: LucideIcon;
  isCurrent: boolean;
  count?: number;
  describedBy?: string | undefined;
}

function Section({ href, label, icon: Icon, isCurrent, count = 0, describedBy }: SectionProps) {
  return (
    <Link
      href={href}
      className={classes(styles['section'], isCurrent && styles['current'])}
      aria-current={isCurrent ? 'page' : undefined}
      aria-describedby={describedBy}
    >
      <span className={styles['icon']} aria-hidden="true">
        <Icon size={22} />
        {count > 0 ? <Badge className={styles['count']}>{count > 99 ? '99+' : count}</Badge> : null}
      </span>
      {label}
    </Link>
  );
}
