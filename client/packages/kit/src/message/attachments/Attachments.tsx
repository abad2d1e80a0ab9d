import type { Attachment } from '@vestnik/sdk/model';
import { useFileReader } from '@vestnik/ui/files';
import { Fragment, Suspense, type ReactNode } from 'react';

import { lazyPart } from '../../lazyPart.ts';
import { AudioAttachment } from './AudioAttachment.tsx';
import styles from './Attachments.module.css';
import { FileAttachment } from './FileAttachment.tsx';
import { ImageGrid } from './ImageGrid.tsx';
import { VideoAttachment } from './VideoAttachment.tsx';

/** Bytes of a file that is read before it is shown or played. */
const MAX_READ_BYTES = 25 * 1024 * 1024;

const VoiceNote = lazyPart(() => import('./VoiceNote.tsx'));

export interface AttachmentsProps {
  attachments: readonly Attachment[];
  /** Opens the gallery at one of the images. Without it, images are links to their files. */
  onOpenImage?: ((images: readonly Attachment[], index: number) => void) | undefined;
  /** Opens the viewer. Without it, a PDF has a tab of its own. */
  onOpenPdf?: ((file: Attachment) => void) | undefined;
  /** Draws one of the files; undefined: it is shown as without this. */
  renderAttachment?: ((attachment: Attachment) => ReactNode) | undefined;
  isRoving?: boolean;
}

/** The files of a message: images first, as a grid. */
export function Attachments(props: AttachmentsProps) {
  const { attachments, onOpenImage, onOpenPdf, renderAttachment, isRoving = false } = props;
  if (attachments.length === 0) return null;
  const files = attachments.map((file) => ({ file, own: renderAttachment?.(file) }));
  const images = files.flatMap(({ file, own }) =>
    own === undefined && isShownImage(file) ? [file] : [],
  );
  return (
    <div className={styles['attachments']}>
      {images.length === 0 ? null : (
        <ImageGrid images={images} onOpen={onOpenImage} isRoving={isRoving} />
      )}
      {files.map(({ file, own }) =>
        own !== undefined ? (
          <Fragment key={file.id}>{own}</Fragment>
        ) : isShownImage(file) ? null : (
          <OtherAttachment
            key={file.id}
            attachment={file}
            onOpenPdf={onOpenPdf}
            isRoving={isRoving}
          />
        ),
      )}
    </div>
  );
}

/** An image that no browser can draw is a file. */
export function isShownImage({ kind, mime, preview_url }: Attachment): boolean {
  return (
    kind === 'image' && (preview_url !== null || /^image\/(jpeg|png|gif|webp|avif)$/.test(mime))
  );
}

interface OtherAttachmentProps {
  attachment: Attachment;
  onOpenPdf: AttachmentsProps['onOpenPdf'];
  isRoving: boolean;
}

function OtherAttachment({ attachment, onOpenPdf, isRoving }: OtherAttachmentProps) {
  const isRead = useFileReader() !== null;
  const isTooLarge = attachment.size > MAX_READ_BYTES;
  switch (isRead && isTooLarge ? 'file' : attachment.kind) {
    case 'voice':
      return (
        <Suspense fallback={<div className={styles['voicePlaceholder']} />}>
          <VoiceNote attachment={attachment} isRoving={isRoving} />
        </Suspense>
      );
    case 'audio':
      return <AudioAttachment attachment={attachment} isRoving={isRoving} />;
    case 'video':
      return <VideoAttachment attachment={attachment} isRoving={isRoving} />;
    case 'image':
    case 'file':
      return (
        <FileAttachment
          attachment={attachment}
          isRoving={isRoving}
          onOpen={
            onOpenPdf && attachment.mime === 'application/pdf' && !isTooLarge
              ? () => {
                  onOpenPdf(attachment);
                }
              : undefined
          }
        />
      );
  }
}
