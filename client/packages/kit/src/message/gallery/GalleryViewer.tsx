import type { Attachment } from '@vestnik/sdk/model';
import { revokeLater, useFileReader, type ReadFile } from '@vestnik/ui/files';
import { useBackLayer } from '@vestnik/ui/layers';
import { Suspense, useEffect, useEffectEvent } from 'react';

import { lazyPart } from '../../lazyPart.ts';
import { useDrawsOnCanvas } from '../attachments/canvasPictures.ts';
import { useOverlayStrings } from '../overlayStrings.ts';

const CanvasViewer = lazyPart(() => import('./CanvasViewer.tsx'));

export interface GalleryViewerProps {
  images: readonly Attachment[];
  /** The image that it opens with; null: it is closed. */
  index: number | null;
  onClose: () => void;
}

/** Images on the whole screen: zoom, arrow keys, Escape, download. Its code is loaded when it opens. */
export function GalleryViewer(props: GalleryViewerProps) {
  const { index } = props;
  if (!useDrawsOnCanvas()) return <PhotoSwipeViewer {...props} />;
  return index === null ? null : (
    <Suspense>
      <CanvasViewer {...props} index={index} />
    </Suspense>
  );
}

/** Draws nothing itself: PhotoSwipe does, with swipes, and gives the focus back when it closes. */
function PhotoSwipeViewer({ images, index, onClose }: GalleryViewerProps) {
  const t = useOverlayStrings();
  const read = useFileReader();
  const open = useEffectEvent(async (signal: AbortSignal): Promise<void> => {
    if (index === null) return;
    const { openPhotoSwipe } = await import('./photoSwipe.ts');
    const shown = read === null ? images : await readImages(images, read, signal);
    if (signal.aborted) return;
    const close = openPhotoSwipe({ images: shown, index, strings: t.gallery, onClose });
    signal.addEventListener('abort', close);
  });
  const fail = useEffectEvent(onClose);
  useBackLayer(index !== null, onClose);
  useEffect(() => {
    if (index === null) return;
    const abort = new AbortController();
    // The viewer cannot be loaded: the host closes it, and may open it again.
    open(abort.signal).catch(() => {
      fail();
    });
    return () => {
      abort.abort();
    };
  }, [index]);
  return null;
}

/** The images with object URLs, until the signal. One that cannot be read shows an error. */
async function readImages(
  images: readonly Attachment[],
  read: ReadFile,
  signal: AbortSignal,
): Promise<readonly Attachment[]> {
  const readImage = async (image: Attachment): Promise<Attachment> => {
    const blob = await read(image.url).catch(() => null);
    const url = URL.createObjectURL(blob ?? new Blob());
    signal.addEventListener('abort', () => {
      revokeLater(url);
    });
    return { ...image, url, preview_url: null };
  };
  return Promise.all(images.map(readImage));
}
