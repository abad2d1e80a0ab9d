import type { ListResult } from '@vestnik/sdk/react';
import { EmptyState, ErrorMessage, LoadMore, Spinner } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { useErrorMessage } from '@vestnik/ui/errors';
import type { ReactNode } from 'react';

import styles from './ListView.module.css';
import { strings } from './strings.ts';

interface ListViewProps<T> {
  items: ListResult<T>;
  words: {
    readonly intro: string;
    /** The name of the list. */
    readonly list: string;
    /** The title and the text of an empty list. */
    readonly none: string;
    readonly noneHint: string;
  };
  /** Of an empty list. */
  icon: ReactNode;
  children: (item: T) => ReactNode;
}

/** A list that fills a view of the desk, with what it shows above it. */
export function ListView<T>({ items, words, icon, children }: ListViewProps<T>) {
  const { loading } = useStrings(strings);
  const errorMessage = useErrorMessage();
  const { data = [], isPending, error, refetch, ...more } = items;
  if (isPending) return <Spinner isCentred label={loading} />;
  const problem = error ? (
    <ErrorMessage onRetry={refetch}>{errorMessage(error)}</ErrorMessage>
  ) : null;
  if (data.length === 0) {
    return (
      problem ?? (
        <EmptyState icon={icon} title={words.none}>
          <p>{words.noneHint}</p>
        </EmptyState>
      )
    );
  }
  return (
    <section className={styles['view']}>
      {problem}
      <p className={styles['muted']}>{words.intro}</p>
      <ul className={styles['list']} aria-label={words.list}>
        {data.map(children)}
      </ul>
      <LoadMore {...more} hasFailed={error !== null} />
    </section>
  );
}
