import type { Reader } from '@vestnik/sdk/model';
import { Avatar, Button, Dialog, DialogActions, Spinner } from '@vestnik/ui';
import { useTimeFormat } from '@vestnik/ui/format';

import { useOverlayStrings } from '../overlayStrings.ts';
import styles from './ReadersList.module.css';

export interface ReadersListProps {
  isOpen: boolean;
  /** Null while they are loaded. */
  readers: readonly Reader[] | null;
  /** What a reader is called. */
  nameOf: (userId: number) => string;
  /** There are more: loads them. */
  onLoadMore?: (() => void) | undefined;
  isLoadingMore?: boolean;
  onClose: () => void;
}

/** Who has read a message, and when. */
export function ReadersList(props: ReadersListProps) {
  const { isOpen, readers, nameOf, onLoadMore, isLoadingMore = false, onClose } = props;
  const t = useOverlayStrings();
  return (
    <Dialog isOpen={isOpen} title={t.readers} onClose={onClose}>
      {readers === null ? (
        <p role="status" aria-label={t.loading}>
          <Spinner />
        </p>
      ) : null}
      {readers?.length === 0 ? <p className={styles['empty']}>{t.noReaders}</p> : null}
      <ul className={styles['list']}>
        {readers?.map((reader) => (
          <ReaderItem key={reader.user_id} reader={reader} name={nameOf(reader.user_id)} />
        ))}
      </ul>
      <DialogActions>
        {onLoadMore ? (
          <Button isPending={isLoadingMore} onClick={onLoadMore}>
            {t.loadMore}
          </Button>
        ) : null}
        <Button onClick={onClose}>{t.close}</Button>
      </DialogActions>
    </Dialog>
  );
}

function ReaderItem({ reader: { user_id, read_at }, name }: { reader: Reader; name: string }) {
  const { listTime, time, fullDateTime } = useTimeFormat();
  const moment = (iso: string) => {
    const short = listTime(iso);
    const exact = time(iso);
    return short === exact ? exact : `${short}, ${exact}`;
  };
  return (
    <li className={styles['reader']}>
      <Avatar id={user_id} name={name} size="s" />
      <bdi className={styles['name']}>{name}</bdi>
      {read_at === null ? null : (
        <time className={styles['time']} dateTime={read_at} title={fullDateTime(read_at)}>
          {moment(read_at)}
        </time>
      )}
    </li>
  );
}
