import type { ScheduledEntry } from '@vestnik/sdk';
import { Dialog } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { useId, useState } from 'react';

import { useChatPolicy } from '../../policy/index.ts';
import styles from './Scheduled.module.css';
import { asChosen } from './sendTime.ts';
import { strings } from './strings.ts';
import { TimeForm } from './TimeForm.tsx';

interface ChangeDialogProps {
  entry: ScheduledEntry;
  /** What is absent stays. */
  onChange: (change: { readonly text?: string; readonly send_at?: string }) => Promise<void>;
  onClose: () => void;
}

/** Changes the text or the time of a scheduled message. One that has failed needs another time. */
export function ChangeDialog({ entry, onChange, onClose }: ChangeDialogProps) {
  const t = useStrings(strings);
  const { maxMessageLength } = useChatPolicy();
  const textId = useId();
  const [text, setText] = useState(entry.text);
  const isBlank = text.trim() === '' && entry.attachments.length === 0;
  return (
    <Dialog isOpen title={t.changeTitle} onClose={onClose}>
      <TimeForm
        former={entry.state === 'failed' ? null : asChosen(new Date(entry.send_at))}
        submitLabel={t.save}
        problem={isBlank ? t.noText : null}
        onSubmit={async (send_at) => {
          const change = {
            ...(text.trim() !== entry.text && { text: text.trim() }),
            ...(send_at !== null && { send_at }),
          };
          if (Object.keys(change).length > 0) await onChange(change);
          onClose();
        }}
        onClose={onClose}
        before={
          <div>
            <label className={styles['label']} htmlFor={textId}>
              {t.text}
            </label>
            <textarea
              id={textId}
              className={styles['field']}
              dir="auto"
              rows={4}
              maxLength={maxMessageLength}
              value={text}
              onChange={({ currentTarget }) => {
                setText(currentTarget.value);
              }}
            />
          </div>
        }
      />
    </Dialog>
  );
}
