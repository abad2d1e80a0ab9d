/* eslint-disable jsx-a11y/media-has-caption -- people send music and recordings without captions */
import type { Attachment } from '@vestnik/sdk/model';
import { useFileUrl } from '@vestnik/ui/files';

import { useMessageStrings } from '../strings.ts';
import styles from './Attachments.module.css';
import { FileAttachment } from './FileAttachment.tsx';
import { pauseOthers } from './playback.ts';

interface AudioAttachmentProps {
  attachment: Attachment;
  isRoving: boolean;
}

export function AudioAttachment({ attachment, isRoving }: AudioAttachmentProps) {
  const t = useMessageStrings();
  const source = useFileUrl(attachment.url);
  return (
    <div className={styles['audio']}>
      <FileAttachment attachment={attachment} isRoving={isRoving} />
      <audio
        src={source}
        controls
        preload="none"
        aria-label={t.audio(attachment.name)}
        tabIndex={isRoving ? -1 : undefined}
        onPlay={({ currentTarget }) => {
          pauseOthers(currentTarget);
        }}
      />
    </div>
  );
}
