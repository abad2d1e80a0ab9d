import type { Attachment } from '@vestnik/sdk/model';
import { useEffect, useEffectEvent } from 'react';

import { useStrings } from '../strings.ts';

export interface GalleryViewerProps {
  images: readonly Attachment[];
  /** The image that it opens with; null: it is closed. */
  index: number | null;
  onClose: () => void;
}

/**
 * Images on the whole screen: zoom, swipe, arrow keys, Escape, download. It draws nothing itself: the
 * viewer (PhotoSwipe) is loaded when it opens, and gives the focus back when it closes.
 */
export function GalleryViewer({ images, index, onClose }: GalleryViewerProps) {
  const t = useStrings();
  const open = useEffectEvent(async (signal: AbortSignal): Promise<void> => {
    if (index === null) return;
    const { openPhotoSwipe } = await import('./photoSwipe.ts');
    if (signal.aborted) return;
    const close = openPhotoSwipe({ images, index, strings: t.gallery, onClose });
    signal.addEventListener('abort', close);
  });
  const fail = useEffectEvent(onClose);
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
