import { PictureGrid } from '@vestnik/kit/message';
import type { Attachment } from '@vestnik/sdk';
import { useFile } from '@vestnik/ui/files';
import { useStrings } from '@vestnik/ui/i18n';
import { ImageOff } from 'lucide-react';
import { useState } from 'react';

import { strings } from '../strings.ts';
import { Canvas } from './Canvas.tsx';
import styles from './Pictures.module.css';

/** Twice the width of a bubble: for screens of a high density. */
const PREVIEW_PIXELS = 800;

interface PicturesProps {
  images: readonly Attachment[];
  /** Those that are not sent yet, by the ids of `images`. */
  blobs?: ReadonlyMap<number, Blob>;
  onOpen?: (image: Attachment) => void;
}

/** The pictures of a message; loaded with the first one. */
export default function Pictures({ images, blobs, onOpen }: PicturesProps) {
  return (
    <div className={styles['pictures']}>
      <PictureGrid
        images={images}
        cell={(image) => {
          const blob = blobs?.get(image.id);
          return blob === undefined ? (
            <SentPicture key={image.id} image={image} onOpen={onOpen} />
          ) : (
            <span key={image.id} className={styles['cell']}>
              <Content blob={blob} />
            </span>
          );
        }}
      />
    </div>
  );
}

interface SentPictureProps {
  image: Attachment;
  onOpen: ((image: Attachment) => void) | undefined;
}

function SentPicture({ image, onOpen }: SentPictureProps) {
  const t = useStrings(strings);
  const blob = useFile(image.preview_url ?? image.url);
  return (
    <button
      type="button"
      className={styles['cell']}
      aria-label={`${t.picture}: ${image.name}`}
      tabIndex={-1}
      onClick={() => {
        onOpen?.(image);
      }}
    >
      {blob === undefined ? null : <Content blob={blob} />}
    </button>
  );
}

function Content({ blob }: { blob: Blob | null }) {
  const t = useStrings(strings);
  const [failed, setFailed] = useState<Blob | null>(null);
  if (blob === null || failed === blob) {
    return (
      <span className={styles['missing']} role="img" aria-label={t.pictureMissing}>
        <ImageOff size={24} />
      </span>
    );
  }
  return (
    <Canvas
      blob={blob}
      className={styles['picture']}
      maxPixels={PREVIEW_PIXELS}
      onFailed={() => {
        setFailed(blob);
      }}
    />
  );
}
