import { IconButton, Spinner } from '@vestnik/ui';
import { useLanguage } from '@vestnik/ui/i18n';
import { FileText, Image, Music, Video, X } from 'lucide-react';
import { useEffect, useRef } from 'react';

import { drawThumbnail } from './drawThumbnail.ts';
import { formatFileSize } from '../fileSize.ts';
import styles from './AttachmentTray.module.css';
import { useComposerStrings } from './strings.ts';

/** A file of the message that is being written. The outbox uploads it once the message is sent. */
export interface PendingAttachment {
  readonly key: string;
  readonly file: File;
  /** While it is prepared (a photo is made smaller) the message cannot be sent. */
  readonly state: 'preparing' | 'ready';
}

interface AttachmentTrayProps {
  items: readonly PendingAttachment[];
  onRemove: (key: string) => void;
}

/** The files of the message that is being written. */
export default function AttachmentTray({ items, onRemove }: AttachmentTrayProps) {
  const t = useComposerStrings();
  return (
    <ul className={styles['tray']} aria-label={t.attachments}>
      {items.map((item) => (
        <TrayItem key={item.key} item={item} onRemove={onRemove} />
      ))}
    </ul>
  );
}

function TrayItem({
  item: { key, file, state },
  onRemove,
}: Omit<AttachmentTrayProps, 'items'> & { item: PendingAttachment }) {
  const t = useComposerStrings();
  const { language } = useLanguage();
  const isPreparing = state === 'preparing';
  return (
    <li className={styles['item']}>
      <Thumbnail file={file} />
      <div className={styles['details']}>
        <p className={styles['name']} dir="auto" title={file.name}>
          {file.name}
        </p>
        <p className={styles['note']}>
          {isPreparing ? t.preparing : formatFileSize(file.size, language)}
        </p>
      </div>
      {isPreparing ? <Spinner /> : null}
      <IconButton
        className={styles['action']}
        label={t.remove(file.name)}
        onClick={() => {
          onRemove(key);
        }}
      >
        <X size={16} aria-hidden="true" />
      </IconButton>
    </li>
  );
}

function Thumbnail({ file }: { file: File }) {
  if (file.type.startsWith('image/')) return <Picture file={file} />;
  return (
    <span className={styles['thumbnail']} aria-hidden="true">
      <TypeIcon type={file.type} />
    </span>
  );
}

/**
 * On a canvas: a page's content policy may forbid pictures of other origins than its own. One that stays
 * empty, because the browser cannot show the picture, leaves the icon behind it in sight.
 */
function Picture({ file }: { file: File }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const drawing = drawThumbnail(file, canvas);
    return () => {
      drawing.abort();
    };
  }, [file]);
  return (
    <span className={styles['thumbnail']} aria-hidden="true">
      <Image size={20} />
      <canvas ref={canvas} className={styles['picture']} />
    </span>
  );
}

function TypeIcon({ type }: { type: string }) {
  if (type.startsWith('video/')) return <Video size={20} />;
  return type.startsWith('audio/') ? <Music size={20} /> : <FileText size={20} />;
}
