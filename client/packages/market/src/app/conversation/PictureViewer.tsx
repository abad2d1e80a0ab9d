import type { Attachment } from '@vestnik/sdk';
import { IconButton, Spinner } from '@vestnik/ui';
import { saveFile, useFile } from '@vestnik/ui/files';
import { useText } from '@vestnik/ui/i18n';
import { Download, X } from 'lucide-react';
import { useLayoutEffect, useRef, useState } from 'react';

import { strings } from '../strings.ts';
import { Canvas } from './Canvas.tsx';
import styles from './PictureViewer.module.css';

/** A canvas that is larger costs more memory than a phone may have. */
const MAX_PIXELS = 2_560;

interface PictureViewerProps {
  image: Attachment;
  onClose: () => void;
}

/** A picture on the whole screen. */
export function PictureViewer({ image, onClose }: PictureViewerProps) {
  const t = useText(strings);
  const dialog = useRef<HTMLDialogElement>(null);
  const blob = useFile(image.url);
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    // Closed before it leaves the page: only so does the browser give the focus back.
    return () => {
      element?.close();
    };
  }, []);
  return (
    // A press beside the picture closes it; by keyboard there are Escape and a button.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/click-events-have-key-events
    <dialog
      ref={dialog}
      className={styles['viewer']}
      aria-label={image.name}
      onClose={onClose}
      onClick={({ target, currentTarget }) => {
        if (target === currentTarget) onClose();
      }}
    >
      <div className={styles['bar']}>
        {blob ? <DownloadButton blob={blob} name={image.name} /> : null}
        <IconButton label={t.closePicture} onClick={onClose}>
          <X size={22} aria-hidden="true" />
        </IconButton>
      </div>
      <Shown blob={blob} name={image.name} />
    </dialog>
  );
}

function Shown({ blob, name }: { blob: Blob | null | undefined; name: string }) {
  const t = useText(strings);
  const [hasFailed, setHasFailed] = useState(false);
  if (blob === undefined) return <Spinner />;
  if (blob === null || hasFailed) return <p role="alert">{t.pictureMissing}</p>;
  return (
    <Canvas
      blob={blob}
      className={styles['picture']}
      label={name}
      maxPixels={MAX_PIXELS}
      onFailed={() => {
        setHasFailed(true);
      }}
    />
  );
}

function DownloadButton({ blob, name }: { blob: Blob; name: string }) {
  const t = useText(strings);
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
