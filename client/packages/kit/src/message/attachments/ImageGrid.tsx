import type { Attachment } from '@vestnik/sdk/model';
import { useFileReader, useFileUrl } from '@vestnik/ui/files';
import { Suspense, useMemo, type MouseEvent } from 'react';

import { lazyPart } from '../../lazyPart.ts';
import { lazyValue } from '../../lazyValue.ts';
import { useMessageStrings } from '../strings.ts';
import styles from './Attachments.module.css';
import { useDrawsOnCanvas } from './canvasPictures.ts';
import { PictureGrid } from './PictureGrid.tsx';

export interface ImageGridProps {
  images: readonly Attachment[];
  onOpen?: ((images: readonly Attachment[], index: number) => void) | undefined;
  isRoving?: boolean;
}

const PictureCanvas = lazyPart(() => import('./PictureCanvas.tsx'));
const usePlaceholderUrl = lazyValue(async () => (await import('./placeholder.ts')).placeholderUrl);

/** Pictures in rows, which have their size before they are loaded. */
export function ImageGrid({ images, onOpen, isRoving = false }: ImageGridProps) {
  return (
    <PictureGrid
      images={images}
      cell={(image, index) => (
        <Thumbnail
          key={image.id}
          image={image}
          onOpen={
            onOpen &&
            (() => {
              onOpen(images, index);
            })
          }
          isRoving={isRoving}
        />
      )}
    />
  );
}

interface ThumbnailProps {
  image: Attachment;
  onOpen: (() => void) | undefined;
  isRoving: boolean;
}

/** A link, so that the middle button opens the file in a tab of its own. */
function Thumbnail({ image, onOpen, isRoving }: ThumbnailProps) {
  const t = useMessageStrings();
  const isOnCanvas = useDrawsOnCanvas();
  const shown = image.preview_url ?? image.url;
  const source = useFileUrl(isOnCanvas ? null : shown);
  const isRead = useFileReader() !== null;
  const placeholderUrl = usePlaceholderUrl(image.placeholder !== null && !isOnCanvas);
  const placeholder = useMemo(
    () => placeholderUrl?.(image.placeholder) ?? null,
    [placeholderUrl, image.placeholder],
  );
  if (isOnCanvas) {
    return (
      <button
        type="button"
        className={styles['thumbnail']}
        aria-label={t.openImage(image.name)}
        tabIndex={isRoving ? -1 : undefined}
        onClick={onOpen}
      >
        <Suspense>{shown === '' ? null : <PictureCanvas url={shown} />}</Suspense>
      </button>
    );
  }
  const open = (event: MouseEvent) => {
    const isPlainClick = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    if (!onOpen || !isPlainClick) return;
    event.preventDefault();
    onOpen();
  };
  return (
    <a
      className={styles['thumbnail']}
      href={isRead ? source : image.url}
      target="_blank"
      rel="noopener"
      aria-label={t.openImage(image.name)}
      tabIndex={isRoving ? -1 : undefined}
      style={placeholder === null ? undefined : { backgroundImage: `url("${placeholder}")` }}
      onClick={open}
    >
      {source === undefined ? null : (
        <img
          src={source}
          alt=""
          width={image.width ?? undefined}
          height={image.height ?? undefined}
          loading="lazy"
          decoding="async"
          draggable={false}
        />
      )}
    </a>
  );
}
