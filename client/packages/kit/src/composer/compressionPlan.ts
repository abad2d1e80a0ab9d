/** What `compressImage` does to a picture: nothing, or re-encoding. */
export type CompressionPlan =
  | { readonly kind: 'keep' }
  | {
      readonly kind: 'encode';
      readonly width: number;
      readonly height: number;
      readonly type: 'image/jpeg' | 'image/webp';
    };

export interface CompressionLimits {
  /** Of the longer side, in pixels. */
  readonly maxSide: number;
  /** Larger files are re-encoded, even if their sides are short. */
  readonly maxBytes: number;
  /** From 0 to 1. */
  readonly quality: number;
}

export const DEFAULT_COMPRESSION: CompressionLimits = {
  maxSide: 2560,
  maxBytes: 1.5 * 1024 * 1024,
  quality: 0.85,
};

const KEEP: CompressionPlan = { kind: 'keep' };

/** The encoding of each type; PNG may be transparent, which JPEG cannot be. */
const ENCODINGS: Readonly<Record<string, 'image/jpeg' | 'image/webp'>> = {
  'image/jpeg': 'image/jpeg',
  'image/png': 'image/webp',
  'image/webp': 'image/webp',
  'image/heic': 'image/jpeg',
  'image/heif': 'image/jpeg',
};

/** Whether pictures of this type are looked at at all: a GIF is left alone. */
export function isCompressible(type: string): boolean {
  return type in ENCODINGS;
}

/** `width` and `height` are those that the picture is shown with. */
export function compressionPlan(
  picture: { type: string; bytes: number; width: number; height: number },
  limits: CompressionLimits = DEFAULT_COMPRESSION,
): CompressionPlan {
  const type = ENCODINGS[picture.type];
  const longest = Math.max(picture.width, picture.height);
  if (type === undefined || longest === 0) return KEEP;
  if (longest <= limits.maxSide && picture.bytes <= limits.maxBytes) return KEEP;
  const scale = Math.min(1, limits.maxSide / longest);
  return {
    kind: 'encode',
    type,
    width: Math.max(1, Math.round(picture.width * scale)),
    height: Math.max(1, Math.round(picture.height * scale)),
  };
}

/** The bytes at a file's beginning that show whether it is animated. */
export const ANIMATION_HEADER_BYTES = 4096;

/** Whether a PNG or a WebP is animated, by its beginning. */
export function isAnimated(type: string, beginning: Uint8Array): boolean {
  if (type === 'image/webp') {
    // The extended header has the flag of an animation in its first byte.
    return ascii(beginning, 12, 4) === 'VP8X' && ((beginning[20] ?? 0) & 0b10) !== 0;
  }
  if (type !== 'image/png') return false;
  const view = new DataView(beginning.buffer, beginning.byteOffset, beginning.byteLength);
  for (let at = 8; at + 8 <= beginning.length; at += view.getUint32(at) + 12) {
    const chunk = ascii(beginning, at + 4, 4);
    // `acTL` precedes the image data of an animated PNG.
    if (chunk === 'acTL' || chunk === 'IDAT') return chunk === 'acTL';
  }
  return false;
}

/** The name of a file that was encoded as another type. */
export function renamed(name: string, type: string): string {
  const extension = type === 'image/jpeg' ? '.jpg' : '.webp';
  const stem = name.replace(/\.[^.]*$/u, '');
  const isSame = /\.jpe?g$/iu.test(name) && type === 'image/jpeg';
  return isSame || name.endsWith(extension) ? name : `${stem === '' ? 'image' : stem}${extension}`;
}

function ascii(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}
