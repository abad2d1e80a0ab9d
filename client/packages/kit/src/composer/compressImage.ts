import {
  ANIMATION_HEADER_BYTES,
  DEFAULT_COMPRESSION,
  compressionPlan,
  isAnimated,
  isCompressible,
  renamed,
  type CompressionLimits,
} from './compressionPlan.ts';

/**
 * A photo as it is sent: scaled down and re-encoded if it is large, otherwise the file itself.
 * The result is never larger than the file, and a file that the browser cannot decode stays as it
 * is. The browser decodes and encodes off the main thread where it has `OffscreenCanvas`.
 */
export async function compressImage(
  file: File,
  limits: CompressionLimits = DEFAULT_COMPRESSION,
): Promise<File> {
  if (!isCompressible(file.type)) return file;
  try {
    const beginning = await file.slice(0, ANIMATION_HEADER_BYTES).arrayBuffer();
    if (isAnimated(file.type, new Uint8Array(beginning))) return file;
    // The default orientation of `createImageBitmap` is that of the photo's metadata.
    const bitmap = await createImageBitmap(file);
    try {
      return await encoded(file, bitmap, limits);
    } finally {
      bitmap.close();
    }
  } catch {
    // The browser cannot decode it, or lacks the memory: the server gets the original.
    return file;
  }
}

async function encoded(file: File, bitmap: ImageBitmap, limits: CompressionLimits): Promise<File> {
  const { width, height } = bitmap;
  const plan = compressionPlan({ type: file.type, bytes: file.size, width, height }, limits);
  if (plan.kind === 'keep') return file;
  const blob = await draw(bitmap, plan.width, plan.height, plan.type, limits.quality);
  const isPlanned = blob.type === plan.type;
  // A browser that cannot encode WebP answers with a PNG: of a PNG it may still be smaller.
  if (blob.size >= file.size || !(isPlanned || blob.type === file.type)) return file;
  const name = isPlanned ? renamed(file.name, blob.type) : file.name;
  return new File([blob], name, { type: blob.type, lastModified: file.lastModified });
}

async function draw(
  bitmap: ImageBitmap,
  width: number,
  height: number,
  type: string,
  quality: number,
): Promise<Blob> {
  if (typeof OffscreenCanvas === 'function') {
    const canvas = new OffscreenCanvas(width, height);
    paint(canvas.getContext('2d'), bitmap, width, height);
    return canvas.convertToBlob({ type, quality });
  }
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  paint(canvas.getContext('2d'), bitmap, width, height);
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => {
        if (blob) resolve(blob);
        else reject(new Error('the picture could not be encoded'));
      },
      type,
      quality,
    );
  });
}

function paint(
  context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D | null,
  bitmap: ImageBitmap,
  width: number,
  height: number,
): void {
  if (!context) throw new Error('the browser has no 2D canvas');
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, width, height);
}
