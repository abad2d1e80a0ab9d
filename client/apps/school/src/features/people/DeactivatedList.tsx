import type { SchoolUser } from '@vestnik/sdk/school';
import { usePeopleAdmin } from '@vestnik/sdk/school/react';
import { Avatar, Badge, Button, ErrorNote } from '@vestnik/ui';
import { usePersonName } from '@vestnik/ui/format';
import { useText } from '@vestnik/ui/i18n';
import { useProblemText } from '@vestnik/ui/problem';
import { useId } from 'react';

import { useRequest } from '../../requests/index.ts';
import styles from './AccountList.module.css';
import { messages } from './messages.ts';

/** The people who were deactivated just now, to undo that; nothing if there are none. */
export function DeactivatedList() {
  const t = useText(messages);
  const headingId = useId();
  const { deactivated, reactivate } = usePeopleAdmin();
  if (deactivated.length === 0) return null;
  return (
    <section className={styles['section']} aria-labelledby={headingId}>
      <h2 id={headingId} className={styles['heading']}>
        {t.deactivated}
      </h2>
      <p className={styles['detail']}>{t.deactivatedHint}</p>
      <ul className={styles['list']} aria-labelledby={headingId}>
        {deactivated.map((user) => (
          <DeactivatedPerson key={user.id} user={user} onReactivate={() => reactivate(user)} />
        ))}
      </ul>
    </section>
  );
}

interface DeactivatedPersonProps {
  user: SchoolUser;
  onReactivate: () => Promise<void>;
}

function DeactivatedPerson({ user, onReactivate }: DeactivatedPersonProps) {
  const t = useText(messages);
  const problemText = useProblemText();
  const { isPending, error, run } = useRequest();
  const name = usePersonName()(user.name);
  return (
    <li className={styles['item']}>
      <Avatar id={user.id} name={name} />
      <div className={styles['lines']}>
        <p className={styles['name']}>{name}</p>
        <p className={styles['detail']}>{user.email ?? t.noEmail}</p>
      </div>
      <Badge tone="quiet">{t.isDeactivated}</Badge>
      <Button
        aria-label={t.reactivateFor(name)}
        isPending={isPending}
        onClick={() => void run(onReactivate)}
      >
        {t.reactivate}
      </Button>
      {error === null ? null : <ErrorNote>{problemText(error)}</ErrorNote>}
    </li>
  );
}
