import type { SchoolUser } from '@vestnik/sdk/school';
import { Avatar, Badge, IconButton } from '@vestnik/ui';
import { useDisplayName, useRoleName } from '@vestnik/ui/format';
import { useStrings } from '@vestnik/ui/i18n';
import { Ellipsis } from 'lucide-react';
import { useState } from 'react';

import { strings } from './strings.ts';
import styles from './PeopleList.module.css';
import { PersonDialog } from './PersonDialog.tsx';

interface PeopleListProps {
  users: readonly SchoolUser[];
  ownId: number;
}

export function PeopleList({ users, ownId }: PeopleListProps) {
  const t = useStrings(strings);
  const [chosen, setChosen] = useState<SchoolUser | null>(null);
  return (
    <>
      <ul className={styles['people']} aria-label={t.list}>
        {users.map((user) => (
          <Person key={user.id} user={user} onChoose={setChosen} />
        ))}
      </ul>
      {chosen === null ? null : (
        <PersonDialog
          user={chosen}
          isOwn={chosen.id === ownId}
          onClose={() => {
            setChosen(null);
          }}
        />
      )}
    </>
  );
}

interface PersonProps {
  user: SchoolUser;
  onChoose: (user: SchoolUser) => void;
}

function Person({ user, onChoose }: PersonProps) {
  const t = useStrings(strings);
  const name = useDisplayName()(user.name);
  const roleName = useRoleName();
  return (
    <li className={styles['person']}>
      <Avatar id={user.id} name={name} picture={user.avatar_url ?? undefined} />
      <div className={styles['lines']}>
        <div className={styles['who']}>
          <p className={styles['name']}>{name}</p>
          <p className={styles['email']}>{user.email ?? t.noEmail}</p>
        </div>
        <Badge tone={user.role === 'student' ? 'quiet' : 'soft'}>{roleName(user.role)}</Badge>
      </div>
      <IconButton
        label={t.manage(name)}
        onClick={() => {
          onChoose(user);
        }}
      >
        <Ellipsis size={20} aria-hidden="true" />
      </IconButton>
    </li>
  );
}
