import type { Attachment } from '@vestnik/sdk/model';
import { clsx, IconButton, Spinner, useModal } from '@vestnik/ui';
import { saveFile, useFile } from '@vestnik/ui/files';
import { ChevronLeft, ChevronRight, Download, X, ZoomIn, ZoomOut } from 'lucide-react';
import { useState, type KeyboardEvent } from 'react';

import { PictureCanvas } from '../attachments/PictureCanvas.tsx';
import { useOverlayStrings } from '../overlayStrings.ts';
import styles from './CanvasViewer.module.css';

interface CanvasViewerProps {
  images: readonly Attachment[];
  /** The image that it opens with. */
  index: number;
  onClose: () => void;
}

/** The viewer for pages whose policy allows no pictures: one at a time, on a canvas. */
export default function CanvasViewer({ images, index, onClose }: CanvasViewerProps) {
  const { gallery: t } = useOverlayStrings();
  const dialog = useModal(onClose);
  const [shown, setShown] = useState(images[index]);
  const [isZoomed, setIsZoomed] = useState(false);
  if (shown === undefined) return null;
  const place = images.findIndex(({ id }) => id === shown.id);
  const go = (to: Attachment | undefined) => {
    if (to === undefined) return;
    setShown(to);
    setIsZoomed(false);
  };
  const previous = images[place - 1];
  const next = images[place + 1];
  const toggleZoom = () => {
    setIsZoomed(!isZoomed);
  };
  const press = ({ key }: KeyboardEvent) => {
    // A picture that is larger than the screen scrolls by them.
    if (isZoomed) return;
    if (key === 'ArrowLeft') go(previous);
    else if (key === 'ArrowRight') go(next);
  };
  return (
    // A press beside the picture closes it; by keyboard there are Escape and a button.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <dialog
      ref={dialog}
      className={styles['viewer']}
      aria-label={shown.name}
      // The order of pictures is that of time, as the keys have it.
      dir="ltr"
      onClose={onClose}
      onKeyDown={press}
      onClick={({ target, currentTarget }) => {
        if (target === currentTarget) onClose();
      }}
    >
      {/* Its buttons stay enabled: a disabled one would lose the focus, and the keys with it. */}
      <div className={styles['bar']}>
        <IconButton
          label={t.previous}
          aria-disabled={!previous}
          onClick={() => {
            go(previous);
          }}
        >
          <ChevronLeft size={22} aria-hidden="true" />
        </IconButton>
        <IconButton
          label={t.next}
          aria-disabled={!next}
          onClick={() => {
            go(next);
          }}
        >
          <ChevronRight size={22} aria-hidden="true" />
        </IconButton>
        <IconButton label={t.zoom} aria-pressed={isZoomed} onClick={toggleZoom}>
          {isZoomed ? (
            <ZoomOut size={22} aria-hidden="true" />
          ) : (
            <ZoomIn size={22} aria-hidden="true" />
          )}
        </IconButton>
        <DownloadButton key={shown.id} image={shown} />
        <IconButton label={t.close} onClick={onClose}>
          <X size={22} aria-hidden="true" />
        </IconButton>
      </div>
      {/* By keyboard there is a button in the bar. */}
      {/* eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions */}
      <div
        key={shown.id}
        role="group"
        aria-label={shown.name}
        className={clsx(styles['place'], isZoomed && styles['isZoomed'])}
        // So that the keys scroll it.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={isZoomed ? 0 : undefined}
        onClick={toggleZoom}
      >
        <PictureCanvas url={shown.url} label={shown.name} fallback={<Spinner />} />
      </div>
    </dialog>
  );
}

function DownloadButton({ image }: { image: Attachment }) {
  const { gallery: t } = useOverlayStrings();
  const blob = useFile(image.url);
  return blob ? (
    <IconButton
      label={t.download}
      onClick={() => {
        saveFile(image.name, blob);
      }}
    >
      <Download size={22} aria-hidden="true" />
    </IconButton>
  ) : null;
}
