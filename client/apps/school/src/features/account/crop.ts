export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A square of an image. */
export interface Crop {
  /** 1: the largest square that fits. */
  readonly zoom: number;
  /** 0: at the left edge, 1: at the right edge. */
  readonly x: number;
  /** 0: at the top, 1: at the bottom. */
  readonly y: number;
}

export const MAX_ZOOM = 4;

export const CENTRED: Crop = { zoom: 1, x: 0.5, y: 0.5 };

/** The square in pixels of the image. */
export function cropArea(image: Size, { zoom, x, y }: Crop) {
  const side = Math.min(image.width, image.height) / zoom;
  return { left: (image.width - side) * x, top: (image.height - side) * y, side };
}

/** The crop after the image was dragged by a part of the square's side. */
export function dragCrop(image: Size, crop: Crop, right: number, down: number): Crop {
  const { side } = cropArea(image, crop);
  return {
    ...crop,
    x: shifted(crop.x, -right * side, image.width - side),
    y: shifted(crop.y, -down * side, image.height - side),
  };
}

function shifted(position: number, pixels: number, room: number): number {
  if (room <= 0) return position;
  return Math.min(1, Math.max(0, position + pixels / room));
}
