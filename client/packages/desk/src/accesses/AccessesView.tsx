import { useAccesses } from '@vestnik/sdk/desk';
import { EmptyState, ErrorMessage, LoadMore, Spinner } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { useErrorMessage } from '@vestnik/ui/errors';
import { BookOpenCheck } from 'lucide-react';

import { strings as deskStrings } from '../shared/strings.ts';
import { AccessItem } from './AccessItem.tsx';
import styles from './AccessesView.module.css';
import { strings } from './strings.ts';

interface AccessesViewProps {
  /** The address of a conversation; absent: the user has none. */
  chatHref?: (chatId: number) => string;
}

/** Who read what others wrote, and why. */
export function AccessesView(props: AccessesViewProps) {
  const t = useStrings(strings);
  const { loading } = useStrings(deskStrings);
  const errorMessage = useErrorMessage();
  const { data: accesses = [], isPending, error, refetch, ...more } = useAccesses();
  if (isPending) return <Spinner isCentred label={loading} />;
  const problem = error ? (
    <ErrorMessage onRetry={refetch}>{errorMessage(error)}</ErrorMessage>
  ) : null;
  if (accesses.length === 0) {
    return (
      problem ?? (
        <EmptyState icon={<BookOpenCheck size={28} />} title={t.none}>
          <p>{t.noneHint}</p>
        </EmptyState>
      )
    );
  }
  return (
    <section className={styles['view']}>
      {problem}
      <p className={styles['muted']}>{t.intro}</p>
      <ul className={styles['list']} aria-label={t.list}>
        {accesses.map((access) => (
          <AccessItem key={access.id} access={access} {...props} />
        ))}
      </ul>
      <LoadMore {...more} hasFailed={error !== null} />
    </section>
  );
}
