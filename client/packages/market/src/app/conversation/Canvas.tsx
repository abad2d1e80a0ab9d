import { useEffect, useRef } from 'react';

interface CanvasProps {
  blob: Blob;
  className: string | undefined;
  /** Null: what is around it names it. */
  label?: string;
  /** Pixels of the longer side. */
  maxPixels: number;
  onFailed: () => void;
}

/**
 * A picture on a canvas. The content policy of a shop's page need not allow pictures of the chat's
 * server, nor `blob:` addresses; and an `<img>` could not prove who asks for the file.
 */
export function Canvas({ blob, className, label, maxPixels, onFailed }: CanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    let isCurrent = true;
    const show = async () => {
      try {
        const bitmap = await createImageBitmap(blob);
        if (isCurrent && canvas.current !== null) draw(bitmap, canvas.current, maxPixels);
        bitmap.close();
      } catch {
        if (isCurrent) onFailed();
      }
    };
    void show();
    return () => {
      isCurrent = false;
    };
    // Another handler is no other picture.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [blob, maxPixels]);
  const names =
    label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label };
  return <canvas ref={canvas} className={className} {...names} />;
}

function draw(bitmap: ImageBitmap, canvas: HTMLCanvasElement, maxPixels: number): void {
  const scale = Math.min(1, maxPixels / Math.max(bitmap.width, bitmap.height));
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const context = canvas.getContext('2d');
  if (context === null) return;
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
}
