import type { SchoolUser } from '@vestnik/sdk/school';
import { Avatar, Badge } from '@vestnik/ui';
import { usePersonName } from '@vestnik/ui/format';
import { useText } from '@vestnik/ui/i18n';

import { useRoleName } from '../../format/index.ts';
import { messages } from './messages.ts';
import styles from './PeopleList.module.css';

export function PeopleList({ users }: { users: readonly SchoolUser[] }) {
  const t = useText(messages);
  return (
    <ul className={styles['people']} aria-label={t.list}>
      {users.map((user) => (
        <Person key={user.id} user={user} />
      ))}
    </ul>
  );
}

function Person({ user }: { user: SchoolUser }) {
  const t = useText(messages);
  const name = usePersonName()(user.name);
  const roleName = useRoleName();
  return (
    <li className={styles['person']}>
      <Avatar id={user.id} name={name} />
      <div className={styles['lines']}>
        <div className={styles['who']}>
          <p className={styles['name']}>{name}</p>
          <p className={styles['email']}>{user.email ?? t.noEmail}</p>
        </div>
        <Badge tone={user.role === 'student' ? 'quiet' : 'soft'}>{roleName(user.role)}</Badge>
      </div>
    </li>
  );
}
