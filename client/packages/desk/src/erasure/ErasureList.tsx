import { useErasures } from '@vestnik/sdk/desk';
import { Badge, ErrorMessage, LoadMore } from '@vestnik/ui';
import { AddressLink } from '@vestnik/ui/address';
import { useTimeFormat } from '@vestnik/ui/format';
import { useStrings } from '@vestnik/ui/i18n';
import { useErrorMessage } from '@vestnik/ui/errors';
import { useId } from 'react';

import { deskHref } from '../shared/address.ts';
import { useActorName } from '../shared/names.ts';
import styles from './ErasureView.module.css';
import { strings } from './strings.ts';

/** The requests so far, the newest first. */
export function ErasureList() {
  const t = useStrings(strings);
  const errorMessage = useErrorMessage();
  const actorName = useActorName();
  const { fullDateTime } = useTimeFormat();
  const headingId = useId();
  const { data: erasures = [], isPending, error, refetch, ...more } = useErasures();
  if (isPending) return null;
  return (
    <section className={styles['requests']} aria-labelledby={headingId}>
      <h2 id={headingId} className={styles['heading']}>
        {t.requests}
      </h2>
      {error ? <ErrorMessage onRetry={refetch}>{errorMessage(error)}</ErrorMessage> : null}
      {erasures.length === 0 && !error ? <p className={styles['muted']}>{t.noRequests}</p> : null}
      <ul className={styles['list']} aria-labelledby={headingId}>
        {erasures.map(({ user, state, requested_by, requested_at }) => (
          <li key={`${user.id} ${requested_at}`} className={styles['item']}>
            <div className={styles['lines']}>
              <AddressLink href={deskHref('erasure', { userId: user.id })}>
                {user.name === null ? t.byNumber(user.id) : actorName(user)}
              </AddressLink>
              <p className={styles['muted']}>
                {t.requestedBy(actorName(requested_by), fullDateTime(requested_at))}
              </p>
            </div>
            <Badge tone={state === 'done' ? 'quiet' : 'soft'}>{t[state]}</Badge>
          </li>
        ))}
      </ul>
      <LoadMore {...more} hasFailed={error !== null} />
    </section>
  );
}
