import type { Message, PollOption } from '@vestnik/sdk';
import { useVoters } from '@vestnik/sdk/react';
import { Avatar, Button, Dialog, DialogActions, Spinner } from '@vestnik/ui';
import { useDisplayName } from '@vestnik/ui/format';
import { useStrings } from '@vestnik/ui/i18n';

import { strings } from './strings.ts';
import styles from './VotersDialog.module.css';

interface VotersDialogProps {
  message: Message;
  onClose: () => void;
}

/** Who chose each option of a poll. */
export default function VotersDialog({ message, onClose }: VotersDialogProps) {
  const t = useStrings(strings);
  return (
    <Dialog isOpen title={t.voters} onClose={onClose}>
      {message.poll?.options.map((option) => (
        <OptionVoters key={option.id} messageId={message.id} option={option} />
      ))}
      <DialogActions>
        <Button onClick={onClose}>{t.close}</Button>
      </DialogActions>
    </Dialog>
  );
}

function OptionVoters({ messageId, option }: { messageId: number; option: PollOption }) {
  const t = useStrings(strings);
  const nameOf = useDisplayName();
  const voters = useVoters(messageId, option.id);
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = voters;
  const isPending = data === undefined && error === null;
  return (
    <section>
      <h3 className={styles['option']} dir="auto">
        {option.text}
      </h3>
      {isPending ? (
        <p role="status" aria-label={t.loading}>
          <Spinner />
        </p>
      ) : null}
      {data?.length === 0 ? <p className={styles['noVoters']}>{t.noVoters}</p> : null}
      <ul className={styles['list']}>
        {data?.map(({ user }) => (
          <li key={user.id} className={styles['voter']}>
            <Avatar id={user.id} name={nameOf(user.name)} size="s" />
            <bdi>{nameOf(user.name)}</bdi>
          </li>
        ))}
      </ul>
      {hasNextPage ? (
        <Button isPending={isFetchingNextPage} onClick={fetchNextPage}>
          {t.loadMore}
        </Button>
      ) : null}
    </section>
  );
}
