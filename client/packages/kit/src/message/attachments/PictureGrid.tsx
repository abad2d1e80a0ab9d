import type { Attachment } from '@vestnik/sdk/model';
import { useMemo, type CSSProperties, type ReactNode } from 'react';

import styles from './Attachments.module.css';
import { gridLayout } from './gridLayout.ts';

export interface PictureGridProps {
  images: readonly Attachment[];
  /** One picture, which fills its cell. */
  cell: (image: Attachment, index: number) => ReactNode;
}

/** Rows for pictures, which have their size before they are loaded. */
export function PictureGrid({ images, cell }: PictureGridProps) {
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
            return image ? cell(image, index) : null;
          })}
        </div>
      ))}
    </div>
  );
}

/** A single picture is no wider than it is. */
function singleWidth(image: Attachment | undefined): CSSProperties | undefined {
  return image?.width ? ({ '--image-width': `${image.width}px` } as CSSProperties) : undefined;
}
