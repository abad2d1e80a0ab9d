/* eslint-disable jsx-a11y/media-has-caption -- people send videos without captions */
import type { Attachment } from '@vestnik/sdk/model';
import { useFileUrl } from '@vestnik/ui/files';

import { useMessageStrings } from '../strings.ts';
import styles from './Attachments.module.css';
import { pauseOthers } from './playback.ts';

interface VideoAttachmentProps {
  attachment: Attachment;
  isRoving: boolean;
}

export function VideoAttachment({ attachment, isRoving }: VideoAttachmentProps) {
  const t = useMessageStrings();
  const { url, name, width, height, preview_url } = attachment;
  const source = useFileUrl(url);
  const poster = useFileUrl(preview_url);
  return (
    <video
      className={styles['video']}
      src={source}
      poster={poster}
      width={width ?? 16}
      height={height ?? 9}
      style={{ aspectRatio: width && height ? `${width} / ${height}` : '16 / 9' }}
      controls
      playsInline
      // Its first picture, where the server made none.
      preload={preview_url === null ? 'metadata' : 'none'}
      aria-label={t.video(name)}
      tabIndex={isRoving ? -1 : undefined}
      onPlay={({ currentTarget }) => {
        pauseOthers(currentTarget);
      }}
    />
  );
}
