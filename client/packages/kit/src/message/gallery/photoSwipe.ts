import type { Attachment } from '@vestnik/sdk/model';
import PhotoSwipe from 'photoswipe';
import 'photoswipe/style.css';

import './gallery.css';

/** An image, with a URL that an element can show. */
export type GalleryImage = Pick<Attachment, 'url' | 'preview_url' | 'name' | 'width' | 'height'>;

interface GalleryOptions {
  images: readonly GalleryImage[];
  index: number;
  strings: Readonly<Record<'close' | 'zoom' | 'previous' | 'next' | 'download' | 'error', string>>;
  onClose: () => void;
}

/** Of an image whose size is not known. */
const FALLBACK_SIZE = { width: 1600, height: 1200 };

/** Opens the viewer; returns what closes it. */
export function openPhotoSwipe({ images, index, strings, onClose }: GalleryOptions): () => void {
  const pswp = new PhotoSwipe({
    dataSource: images.map((image) => ({
      src: image.url,
      width: image.width ?? FALLBACK_SIZE.width,
      height: image.height ?? FALLBACK_SIZE.height,
      alt: image.name,
      // Shown until the file is loaded; the thumbnail has put it into the cache.
      ...(image.preview_url === null ? {} : { msrc: image.preview_url }),
    })),
    index,
    bgOpacity: 0.92,
    loop: false,
    returnFocus: true,
    trapFocus: true,
    closeTitle: strings.close,
    zoomTitle: strings.zoom,
    arrowPrevTitle: strings.previous,
    arrowNextTitle: strings.next,
    errorMsg: strings.error,
    ...(prefersReducedMotion() ? { showHideAnimationType: 'none', zoomAnimationDuration: 0 } : {}),
  });
  addDownloadLink(pswp, images, strings.download);
  let isDestroyed = false;
  pswp.on('destroy', () => {
    isDestroyed = true;
    onClose();
  });
  pswp.init();
  return () => {
    if (isDestroyed) return;
    pswp.destroy();
    // While it opens, PhotoSwipe does not close.
    pswp.on('openingAnimationEnd', () => {
      pswp.destroy();
    });
  };
}

function addDownloadLink(pswp: PhotoSwipe, images: readonly GalleryImage[], title: string): void {
  pswp.on('uiRegister', () => {
    pswp.ui?.registerElement({
      name: 'download-button',
      order: 8,
      isButton: true,
      tagName: 'a',
      title,
      ariaLabel: title,
      html: {
        isCustomSVG: true,
        inner:
          '<path d="M20.5 14.3 17.1 18V10h-2.2v7.9l-3.4-3.6L10 16l6 6.1 6-6.1ZM23 23H9v2h14Z"/>',
      },
      onInit: (element) => {
        const link = element as HTMLAnchorElement;
        const update = () => {
          const image = images[pswp.currIndex];
          if (!image) return;
          link.href = image.url;
          link.download = image.name;
        };
        pswp.on('change', update);
        update();
      },
    });
  });
}

function prefersReducedMotion(): boolean {
  return window.matchMedia('(prefers-reduced-motion: reduce)').matches;
}
