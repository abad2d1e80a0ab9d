import type { Attachment } from '@vestnik/sdk/model';
import { useMemo, type CSSProperties, type MouseEvent } from 'react';

import { useStrings } from '../strings.ts';
import styles from './Attachments.module.css';
import { gridLayout } from './gridLayout.ts';
import { placeholderUrl } from './placeholder.ts';

export interface ImageGridProps {
  images: readonly Attachment[];
  onOpen?: ((images: readonly Attachment[], index: number) => void) | undefined;
  isRoving?: boolean;
}

/** Pictures in rows, which have their place before they are loaded. */
export function ImageGrid({ images, onOpen, isRoving = false }: ImageGridProps) {
  const rows = useMemo(() => gridLayout(images), [images]);
  const isSingle = images.length === 1;
  return (
    <div
      className={styles['grid']}
      style={isSingle ? singleWidth(images[0]) : undefined}
      data-single={isSingle || undefined}
    >
      {rows.map((row) => (
        <div
          key={row.cells[0]?.index}
          className={styles['row']}
          style={{
            aspectRatio: String(row.ratio),
            gridTemplateColumns: row.cells.map(({ ratio }) => `${ratio}fr`).join(' '),
          }}
        >
          {row.cells.map(({ index }) => {
            const image = images[index];
            return image ? (
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
            ) : null;
          })}
        </div>
      ))}
    </div>
  );
}

interface ThumbnailProps {
  image: Attachment;
  onOpen: (() => void) | undefined;
  isRoving: boolean;
}

/** A link, so that the middle button opens the file in a tab of its own. */
function Thumbnail({ image, onOpen, isRoving }: ThumbnailProps) {
  const t = useStrings();
  const placeholder = useMemo(() => placeholderUrl(image.placeholder), [image.placeholder]);
  const open = (event: MouseEvent) => {
    const isPlainClick = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    if (!onOpen || !isPlainClick) return;
    event.preventDefault();
    onOpen();
  };
  return (
    <a
      className={styles['thumbnail']}
      href={image.url}
      target="_blank"
      rel="noopener"
      aria-label={t.openImage(image.name)}
      tabIndex={isRoving ? -1 : undefined}
      style={placeholder === null ? undefined : { backgroundImage: `url("${placeholder}")` }}
      onClick={open}
    >
      <img
        src={image.preview_url ?? image.url}
        alt=""
        width={image.width ?? undefined}
        height={image.height ?? undefined}
        loading="lazy"
        decoding="async"
        draggable={false}
      />
    </a>
  );
}

/** A single picture is no wider than it is. */
function singleWidth(image: Attachment | undefined): CSSProperties | undefined {
  return image?.width ? ({ '--image-width': `${image.width}px` } as CSSProperties) : undefined;
}
