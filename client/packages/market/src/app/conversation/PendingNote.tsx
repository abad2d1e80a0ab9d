import { uploadedBytes } from '@vestnik/kit/headless';
import { FailureNote } from '@vestnik/kit/message';
import type { PendingMessage } from '@vestnik/sdk';
import { useSend, useUploadProgress } from '@vestnik/sdk/react';
import { Button } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';

import { strings, useErrorText } from '../strings.ts';
import styles from './PendingNote.module.css';

/** The progress of its pictures, or why it was refused. */
export default function PendingNote({ pending }: { pending: PendingMessage }) {
  const t = useStrings(strings);
  const errorText = useErrorText();
  const { retry, discard } = useSend(pending.chatId);
  const { data: progress } = useUploadProgress();
  const { clientId, state, error, files } = pending;
  if (state === 'failed') {
    return (
      <FailureNote
        reason={error && errorText(error)}
        onRetry={() => {
          retry(clientId);
        }}
        onDiscard={() => {
          discard(clientId);
        }}
      />
    );
  }
  if (files.length === 0) return null;
  const { size, sent } = uploadedBytes(files, progress);
  return (
    <div className={styles['upload']}>
      <progress max={size} value={sent} aria-label={t.uploading} />
      <Button
        variant="quiet"
        onClick={() => {
          discard(clientId);
        }}
      >
        {t.cancel}
      </Button>
    </div>
  );
}
