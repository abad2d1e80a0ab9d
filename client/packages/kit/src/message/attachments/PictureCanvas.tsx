import { objectUrlBlob, useFile } from '@vestnik/ui/files';
import { ImageOff } from 'lucide-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';

import { useOverlayStrings } from '../overlayStrings.ts';
import styles from './Attachments.module.css';

/** A canvas that is larger costs more memory than a phone may have. */
const MAX_PIXELS = 2_560;
/** Twice the width of a bubble: for screens of a high density. */
const PREVIEW_PIXELS = 800;

interface PictureCanvasProps {
  /** An address of the server, or an object URL of this page. */
  url: string;
  /** The name of a picture by itself; absent: what is around it names it. */
  label?: string;
  /** While it is read. */
  fallback?: ReactNode;
}

/** The picture at an address, as soon as it is read. */
export default function PictureCanvas({ url, label, fallback = null }: PictureCanvasProps) {
  const t = useOverlayStrings();
  const own = objectUrlBlob(url);
  const read = useFile(own === undefined ? url : null);
  const blob = own ?? read;
  const [failed, setFailed] = useState<Blob | null>(null);
  if (blob === undefined) return fallback;
  if (blob === null || blob === failed) {
    return (
      <span className={styles['missing']} role="img" aria-label={t.gallery.error}>
        <ImageOff size={24} />
      </span>
    );
  }
  return <Canvas blob={blob} label={label} onFailed={setFailed} />;
}

interface CanvasProps {
  blob: Blob;
  label: string | undefined;
  onFailed: (blob: Blob) => void;
}

function Canvas({ blob, label, onFailed }: CanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const isPreview = label === undefined;
  useEffect(() => {
    let isCurrent = true;
    const show = async () => {
      try {
        const bitmap = await createImageBitmap(blob);
        if (isCurrent && canvas.current !== null) draw(bitmap, canvas.current, isPreview);
        bitmap.close();
      } catch {
        if (isCurrent) onFailed(blob);
      }
    };
    void show();
    return () => {
      isCurrent = false;
    };
  }, [blob, isPreview, onFailed]);
  const names = isPreview ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label };
  return <canvas ref={canvas} {...names} />;
}

function draw(bitmap: ImageBitmap, canvas: HTMLCanvasElement, isPreview: boolean): void {
  const maxPixels = isPreview ? PREVIEW_PIXELS : MAX_PIXELS;
  const scale = Math.min(1, maxPixels / Math.max(bitmap.width, bitmap.height));
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const context = canvas.getContext('2d');
  if (context === null) return;
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
}
