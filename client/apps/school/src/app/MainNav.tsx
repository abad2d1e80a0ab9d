import type { Role } from '@vestnik/sdk';
import { Badge, clsx } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { CalendarDays, Gauge, MessagesSquare, UsersRound, type LucideIcon } from 'lucide-react';
import { useId } from 'react';

import { AppLink } from './AppLink.tsx';
import { strings } from './strings.ts';
import { useApp } from './useApp.ts';
import { paths, type AppRoute } from './routes.ts';
import styles from './MainNav.module.css';

interface MainNavProps {
  page: AppRoute['page'];
  role: Role | null;
  unread: number;
}

/** The links between the app's pages: a rail on a desk, a bar of tabs on a phone. */
export function MainNav({ page, role, unread }: MainNavProps) {
  const t = useStrings(strings);
  const { isSchool } = useApp();
  const countId = useId();
  return (
    <nav aria-label={t.sections} className={styles['sections']}>
      <NavLink
        href={paths.chats}
        label={t.chats}
        icon={MessagesSquare}
        isCurrent={page === 'chats'}
        describedBy={unread > 0 ? countId : undefined}
        count={unread}
      />
      {isSchool ? (
        <NavLink
          href={paths.lessons}
          label={t.lessons}
          icon={CalendarDays}
          isCurrent={page === 'lessons'}
        />
      ) : null}
      {isSchool && role === 'admin' ? (
        <>
          <NavLink
            href={paths.people}
            label={t.people}
            icon={UsersRound}
            isCurrent={page === 'people'}
          />
          <NavLink href={paths.desk} label={t.desk} icon={Gauge} isCurrent={page === 'desk'} />
        </>
      ) : null}
      <span hidden id={countId}>
        {t.unread(unread)}
      </span>
    </nav>
  );
}

interface NavLinkProps {
  href: string;
  label: string;
  icon: LucideIcon;
  isCurrent: boolean;
  count?: number;
  describedBy?: string | undefined;
}

function NavLink({ href, label, icon: Icon, isCurrent, count = 0, describedBy }: NavLinkProps) {
  return (
    <AppLink
      href={href}
      className={clsx(styles['section'], isCurrent && styles['current'])}
      aria-current={isCurrent ? 'page' : undefined}
      aria-describedby={describedBy}
    >
      <span className={styles['icon']} aria-hidden="true">
        <Icon size={22} />
        {count > 0 ? <Badge className={styles['count']}>{count > 99 ? '99+' : count}</Badge> : null}
      </span>
      {label}
    </AppLink>
  );
}
