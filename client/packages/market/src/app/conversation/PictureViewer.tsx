import type { Attachment } from '@vestnik/sdk';
import { clsx, IconButton, Spinner, useModal } from '@vestnik/ui';
import { saveFile, useFile } from '@vestnik/ui/files';
import { useStrings } from '@vestnik/ui/i18n';
import { ChevronLeft, ChevronRight, Download, X, ZoomIn, ZoomOut } from 'lucide-react';
import { useState, type KeyboardEvent } from 'react';

import { strings } from '../strings.ts';
import { Canvas } from './Canvas.tsx';
import styles from './PictureViewer.module.css';

/** A canvas that is larger costs more memory than a phone may have. */
const MAX_PIXELS = 2_560;

interface PictureViewerProps {
  /** The first one shown. */
  image: Attachment;
  images: readonly Attachment[];
  onClose: () => void;
}

/** Pictures on the whole screen, one at a time. */
export function PictureViewer({ image, images, onClose }: PictureViewerProps) {
  const t = useStrings(strings);
  const dialog = useModal(onClose);
  const [shown, setShown] = useState(image);
  const [isZoomed, setIsZoomed] = useState(false);
  const blob = useFile(shown.url);
  const place = images.findIndex(({ id }) => id === shown.id);
  const go = (to: Attachment | undefined) => {
    if (to === undefined) return;
    setShown(to);
    setIsZoomed(false);
  };
  const toggleZoom = () => {
    setIsZoomed(!isZoomed);
  };
  const previous = images[place - 1];
  const next = images[place + 1];
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
          label={t.previousPicture}
          aria-disabled={!previous}
          onClick={() => {
            go(previous);
          }}
        >
          <ChevronLeft size={22} aria-hidden="true" />
        </IconButton>
        <IconButton
          label={t.nextPicture}
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
        {blob ? <DownloadButton blob={blob} name={shown.name} /> : null}
        <IconButton label={t.closePicture} onClick={onClose}>
          <X size={22} aria-hidden="true" />
        </IconButton>
      </div>
      <Shown key={shown.id} blob={blob} name={shown.name} isZoomed={isZoomed} onZoom={toggleZoom} />
    </dialog>
  );
}

interface ShownProps {
  blob: Blob | null | undefined;
  name: string;
  isZoomed: boolean;
  onZoom: () => void;
}

function Shown({ blob, name, isZoomed, onZoom }: ShownProps) {
  const t = useStrings(strings);
  const [hasFailed, setHasFailed] = useState(false);
  if (blob === undefined) return <Spinner />;
  if (blob === null || hasFailed) return <p role="alert">{t.pictureMissing}</p>;
  return (
    // By keyboard there is a button in the bar.
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions
    <div
      role="group"
      aria-label={name}
      className={clsx(styles['place'], isZoomed && styles['isZoomed'])}
      // So that the keys scroll it.
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={isZoomed ? 0 : undefined}
      onClick={onZoom}
    >
      <Canvas
        blob={blob}
        className={styles['picture']}
        label={name}
        maxPixels={MAX_PIXELS}
        onFailed={() => {
          setHasFailed(true);
        }}
      />
    </div>
  );
}

function DownloadButton({ blob, name }: { blob: Blob; name: string }) {
  const t = useStrings(strings);
  return (
    <IconButton
      label={t.download}
      onClick={() => {
        saveFile(name, blob);
      }}
    >
      <Download size={22} aria-hidden="true" />
    </IconButton>
  );
}
