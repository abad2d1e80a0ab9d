import type { VestnikError } from '@vestnik/sdk';
import { CopyNote, ErrorMessage, Spinner } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';

import { strings, useErrorText } from '../strings.ts';
import styles from './ChatList.module.css';

interface ListStateProps {
  isEmpty: boolean;
  isPending: boolean;
  isCopy: boolean;
  error: VestnikError | null;
  /** What an empty list says. */
  emptyText: string;
  onRetry: () => void;
}

/** What a list says besides its chats. */
export function ListState(props: ListStateProps) {
  const { isEmpty, isPending, isCopy, error, emptyText, onRetry } = props;
  const t = useStrings(strings);
  const errorText = useErrorText();
  if (isCopy) return <CopyNote onRetry={onRetry} />;
  if (error !== null && isEmpty) {
    return (
      <div className={styles['state']}>
        <ErrorMessage onRetry={onRetry}>{errorText(error)}</ErrorMessage>
      </div>
    );
  }
  if (isPending) {
    return (
      <div className={styles['state']} role="status" aria-label={t.loading}>
        <Spinner />
      </div>
    );
  }
  return isEmpty ? (
    <p className={styles['state']} role="status">
      {emptyText}
    </p>
  ) : null;
}
