import type { Attachment } from '@vestnik/sdk/model';
import { clsx, IconButton, Spinner, useModal } from '@vestnik/ui';
import { saveFile, useFile } from '@vestnik/ui/files';
import { ChevronLeft, ChevronRight, Download, X, ZoomIn, ZoomOut } from 'lucide-react';
import { useState, type KeyboardEvent } from 'react';

import PictureCanvas from '../attachments/PictureCanvas.tsx';
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
  const dialog = useModal(onClose);
  const [shown, setShown] = useState(images[index]);
  const [isZoomed, setIsZoomed] = useState(false);
  if (shown === undefined) return null;
  const position = images.findIndex(({ id }) => id === shown.id);
  const go = (to: Attachment | undefined) => {
    if (to === undefined) return;
    setShown(to);
    setIsZoomed(false);
  };
  const previous = images[position - 1];
  const next = images[position + 1];
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
      <Bar
        image={shown}
        onPrevious={
          previous &&
          (() => {
            go(previous);
          })
        }
        onNext={
          next &&
          (() => {
            go(next);
          })
        }
        isZoomed={isZoomed}
        onZoom={toggleZoom}
        onClose={onClose}
      />
      <Shown key={shown.id} image={shown} isZoomed={isZoomed} onZoom={toggleZoom} />
    </dialog>
  );
}

type ShownProps = Pick<BarProps, 'image' | 'isZoomed' | 'onZoom'>;

function Shown({ image, isZoomed, onZoom }: ShownProps) {
  return (
    // By keyboard there is a button in the bar.
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions
    <div
      role="group"
      aria-label={image.name}
      className={clsx(styles['canvas'], isZoomed && styles['isZoomed'])}
      // So that the keys scroll it.
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={isZoomed ? 0 : undefined}
      onClick={onZoom}
    >
      <PictureCanvas url={image.url} label={image.name} fallback={<Spinner />} />
    </div>
  );
}

interface BarProps {
  image: Attachment;
  /** Undefined: it is the first. */
  onPrevious: (() => void) | undefined;
  onNext: (() => void) | undefined;
  isZoomed: boolean;
  onZoom: () => void;
  onClose: () => void;
}

/** Its buttons stay enabled: a disabled one would lose the focus, and the keys with it. */
function Bar({ image, onPrevious, onNext, isZoomed, onZoom, onClose }: BarProps) {
  const { gallery: t } = useOverlayStrings();
  return (
    <div className={styles['bar']}>
      <IconButton label={t.previous} aria-disabled={!onPrevious} onClick={onPrevious}>
        <ChevronLeft size={22} aria-hidden="true" />
      </IconButton>
      <IconButton label={t.next} aria-disabled={!onNext} onClick={onNext}>
        <ChevronRight size={22} aria-hidden="true" />
      </IconButton>
      <IconButton label={t.zoom} aria-pressed={isZoomed} onClick={onZoom}>
        {isZoomed ? (
          <ZoomOut size={22} aria-hidden="true" />
        ) : (
          <ZoomIn size={22} aria-hidden="true" />
        )}
      </IconButton>
      <DownloadButton key={image.id} image={image} />
      <IconButton label={t.close} onClick={onClose}>
        <X size={22} aria-hidden="true" />
      </IconButton>
    </div>
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
