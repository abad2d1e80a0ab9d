import { ApiError, randomUuid } from '@vestnik/sdk';
import { useClient, useScheduled } from '@vestnik/sdk/react';
import { Dialog, Switch } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { useRef, useState } from 'react';

import type { ComposerMessage } from '../../../composer/index.ts';
import { useChatPolicy } from '../../policy/index.ts';
import { strings } from './strings.ts';
import { TimeForm } from './TimeForm.tsx';
import type { Written } from './written.ts';

interface ScheduleDialogProps {
  chatId: number;
  message: ComposerMessage;
  composition: Pick<Written, 'files' | 'replyTo'>;
  /** Called with the time of the message. */
  onScheduled: (sendAt: string) => void;
  onClose: () => void;
}

/** Asks when the message of the composer is to be sent, and schedules it. */
export function ScheduleDialog(props: ScheduleDialogProps) {
  const { chatId, message, composition, onScheduled, onClose } = props;
  const t = useStrings(strings);
  const { silent: canBeSilent = true } = useChatPolicy();
  const [isSilent, setSilent] = useState(false);
  const create = useCreation(chatId, message, composition);
  return (
    <Dialog isOpen title={t.scheduleTitle} onClose={onClose}>
      <TimeForm
        former={null}
        submitLabel={t.submit}
        onSubmit={async (sendAt) => {
          if (sendAt === null) return;
          await create(sendAt, isSilent);
          onScheduled(sendAt);
        }}
        onClose={onClose}
      >
        {canBeSilent ? <Switch label={t.silently} isOn={isSilent} onChange={setSilent} /> : null}
      </TimeForm>
    </Dialog>
  );
}

/** Uploads the files, once for all attempts, and schedules the message. */
function useCreation(
  chatId: number,
  { text, mentions }: ComposerMessage,
  { files, replyTo }: Pick<Written, 'files' | 'replyTo'>,
): (sendAt: string, isSilent: boolean) => Promise<void> {
  const { uploader } = useClient();
  const { schedule } = useScheduled(chatId);
  const uploaded = useRef<readonly number[] | null>(null);
  const attempt = useRef({ key: '', clientId: '' });
  const upload = async () => {
    const ids: number[] = [];
    for (const { isVoice = false, waveform = null, ...file } of files.toSend()) {
      ids.push(await uploader.upload({ ...file, isVoice, waveform }));
    }
    return ids;
  };
  return async (send_at, isSilent) => {
    uploaded.current ??= await upload();
    // Another choice is another message: the server refuses to change one by its `client_id`.
    const key = `${send_at} ${isSilent}`;
    if (attempt.current.key !== key) attempt.current = { key, clientId: randomUuid() };
    const mention_ids = [...new Set(mentions.map(({ user_id }) => user_id))];
    try {
      await schedule({
        send_at,
        client_id: attempt.current.clientId,
        ...(text !== '' && { text }),
        ...(uploaded.current.length > 0 && { attachment_ids: [...uploaded.current] }),
        ...(replyTo !== null && { reply_to_id: replyTo.id }),
        ...(mention_ids.length > 0 && { mention_ids }),
        ...(isSilent && { silent: true }),
      });
    } catch (error) {
      // Uploads that are in no message are deleted after a day: the next attempt uploads them again.
      if (error instanceof ApiError && error.code === 'attachment_not_found') {
        uploaded.current = null;
      }
      throw error;
    }
  };
}
