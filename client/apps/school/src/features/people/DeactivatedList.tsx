import type { DeactivatedUser } from '@vestnik/sdk/school';
import { useDeactivatedUsers, usePeopleAdmin } from '@vestnik/sdk/school/react';
import { Avatar, Badge, Button, ErrorMessage, LoadMore } from '@vestnik/ui';
import { useDisplayName, useRoleName, useTimeFormat } from '@vestnik/ui/format';
import { useStrings } from '@vestnik/ui/i18n';
import { useErrorMessage } from '@vestnik/ui/errors';
import { useId } from 'react';

import { useRequest } from '../../requests/index.ts';
import styles from './AccountList.module.css';
import { strings } from './strings.ts';

/** More than these would hide the people below: the list begins closed. */
const MAX_OPEN = 10;

/** The people who were deactivated, to undo that; nothing if there are none. */
export function DeactivatedList() {
  const t = useStrings(strings);
  const errorMessage = useErrorMessage();
  const headingId = useId();
  const { data: users = [], error, refetch, ...more } = useDeactivatedUsers();
  if (users.length === 0) {
    return error === null ? null : (
      <ErrorMessage onRetry={refetch}>{errorMessage(error)}</ErrorMessage>
    );
  }
  return (
    <details className={styles['section']} open={users.length <= MAX_OPEN}>
      <summary className={styles['summary']}>
        <h2 id={headingId} className={styles['heading']}>
          {t.deactivated}
        </h2>
      </summary>
      <ul className={styles['list']} aria-labelledby={headingId}>
        {users.map((user) => (
          <DeactivatedPerson key={user.id} user={user} />
        ))}
      </ul>
      <LoadMore {...more} hasFailed={error !== null} />
    </details>
  );
}

function DeactivatedPerson({ user }: { user: DeactivatedUser }) {
  const t = useStrings(strings);
  const errorMessage = useErrorMessage();
  const roleName = useRoleName();
  const { relativeDay } = useTimeFormat();
  const { reactivate } = usePeopleAdmin();
  const { isPending, error, run } = useRequest();
  const name = useDisplayName()(user.name);
  return (
    <li className={styles['item']}>
      <Avatar id={user.id} name={name} />
      <div className={styles['lines']}>
        <p className={styles['name']}>{name}</p>
        <p className={styles['detail']}>
          {[roleName(user.role), user.email ?? t.noEmail].join(' · ')}
        </p>
      </div>
      {user.deactivated_at === undefined ? null : (
        <Badge tone="quiet">{t.deactivatedOn(relativeDay(user.deactivated_at))}</Badge>
      )}
      <Button
        aria-label={t.reactivateFor(name)}
        isPending={isPending}
        onClick={() => void run(() => reactivate(user.id))}
      >
        {t.reactivate}
      </Button>
      {error === null ? null : <ErrorMessage>{errorMessage(error)}</ErrorMessage>}
    </li>
  );
}
