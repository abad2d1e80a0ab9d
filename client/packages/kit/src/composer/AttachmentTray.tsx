import { IconButton, Spinner, classes } from '@vestnik/ui';
import { useLanguage } from '@vestnik/ui/i18n';
import { FileText, Image, Music, RotateCw, Video, X } from 'lucide-react';
import { useEffect, useRef } from 'react';

import { drawThumbnail } from './drawThumbnail.ts';
import { formatFileSize } from '../fileSize.ts';
import styles from './AttachmentTray.module.css';
import { useComposerStrings, type ComposerStrings } from './strings.ts';

/** A file of the message that is being written. The host prepares and uploads it. */
export interface PendingAttachment {
  readonly key: string;
  readonly file: File;
  readonly state: 'preparing' | 'uploading' | 'ready' | 'failed';
  /** Of the upload, from 0 to 1. */
  readonly progress: number;
  /** Shown with a failed upload instead of the general text. */
  readonly error?: string | null;
}

interface AttachmentTrayProps {
  items: readonly PendingAttachment[];
  /** Cancels an upload, or removes a file that is uploaded. */
  onRemove: (key: string) => void;
  onRetry: (key: string) => void;
}

/** The files of the message that is being written. */
export default function AttachmentTray({ items, onRemove, onRetry }: AttachmentTrayProps) {
  const t = useComposerStrings();
  return (
    <ul className={styles['tray']} aria-label={t.attachments}>
      {items.map((item) => (
        <TrayItem key={item.key} item={item} onRemove={onRemove} onRetry={onRetry} />
      ))}
    </ul>
  );
}

function TrayItem({
  item,
  onRemove,
  onRetry,
}: Omit<AttachmentTrayProps, 'items'> & { item: PendingAttachment }) {
  const t = useComposerStrings();
  const { language } = useLanguage();
  const { key, file, state } = item;
  const isBusy = state === 'preparing' || state === 'uploading';
  return (
    <li className={classes(styles['item'], state === 'failed' && styles['failed'])}>
      <Thumbnail file={file} />
      <div className={styles['details']}>
        <p className={styles['name']} dir="auto" title={file.name}>
          {file.name}
        </p>
        <p className={styles['note']} role={state === 'failed' ? 'alert' : undefined}>
          {noteOf(item, t) ?? formatFileSize(file.size, language)}
        </p>
        {state === 'uploading' ? (
          <progress
            className={styles['progress']}
            max={1}
            value={item.progress}
            aria-label={file.name}
          />
        ) : null}
      </div>
      {state === 'preparing' ? <Spinner /> : null}
      {state === 'failed' ? (
        <IconButton
          className={styles['action']}
          label={t.retryUpload(file.name)}
          onClick={() => {
            onRetry(key);
          }}
        >
          <RotateCw size={16} aria-hidden="true" />
        </IconButton>
      ) : null}
      <IconButton
        className={styles['action']}
        label={isBusy ? t.cancelUpload(file.name) : t.remove(file.name)}
        onClick={() => {
          onRemove(key);
        }}
      >
        <X size={16} aria-hidden="true" />
      </IconButton>
    </li>
  );
}

function noteOf({ state, progress, error }: PendingAttachment, t: ComposerStrings): string | null {
  switch (state) {
    case 'preparing':
      return t.preparing;
    case 'uploading':
      return t.uploading(Math.floor(progress * 100));
    case 'failed':
      return error ?? t.uploadFailed;
    case 'ready':
      return null;
  }
}

function Thumbnail({ file }: { file: File }) {
  if (file.type.startsWith('image/')) return <Picture file={file} />;
  return (
    <span className={styles['thumbnail']} aria-hidden="true">
      <TypeIcon type={file.type} />
    </span>
  );
}

/** On a canvas: a page's content policy may forbid pictures of other origins than its own. */
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
