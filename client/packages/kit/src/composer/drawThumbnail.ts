import type { RefObject } from 'react';

/** Pixels of the longer side: for screens of the highest density. */
const MAX_PIXELS = 176;

/** Draws a picture scaled down; what the browser cannot decode leaves the canvas empty. */
export function drawThumbnail(
  file: Blob,
  canvas: RefObject<HTMLCanvasElement | null>,
): AbortController {
  const drawing = new AbortController();
  createImageBitmap(file).then(
    (bitmap) => {
      if (canvas.current !== null && !drawing.signal.aborted) draw(bitmap, canvas.current);
      bitmap.close();
    },
    () => undefined,
  );
  return drawing;
}

function draw(bitmap: ImageBitmap, canvas: HTMLCanvasElement): void {
  const scale = Math.min(1, MAX_PIXELS / Math.max(bitmap.width, bitmap.height));
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
}
