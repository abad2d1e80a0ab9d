export interface GridImage {
  readonly width: number | null;
  readonly height: number | null;
}

export interface GridRow {
  /** Width by height. */
  readonly ratio: number;
  readonly cells: readonly { readonly index: number; readonly ratio: number }[];
}

/** How many images stand in each row, by their number. */
const ROWS: Readonly<Record<number, readonly number[]>> = {
  1: [1],
  2: [2],
  3: [1, 2],
  4: [2, 2],
  5: [2, 3],
  6: [3, 3],
  7: [2, 2, 3],
  8: [2, 3, 3],
  9: [3, 3, 3],
  10: [2, 4, 4],
};

const MIN_RATIO = 0.6;
const MAX_RATIO = 2.2;

/**
 * Rows of images whose sizes are known before they are loaded, so that nothing moves then. Images of
 * a row have one height; very long ones are cut.
 */
export function gridLayout(images: readonly GridImage[]): readonly GridRow[] {
  const rows: GridRow[] = [];
  let first = 0;
  for (const count of rowCounts(images.length)) {
    const cells = images.slice(first, first + count).map((image, offset) => ({
      index: first + offset,
      ratio: cellRatio(image),
    }));
    rows.push({ cells, ratio: cells.reduce((sum, { ratio }) => sum + ratio, 0) });
    first += count;
  }
  return rows;
}

function rowCounts(images: number): readonly number[] {
  const known = ROWS[images];
  if (known) return known;
  const full = Array<number>(Math.floor(images / 4)).fill(4);
  return images % 4 === 0 ? full : [...full, images % 4];
}

function cellRatio({ width, height }: GridImage): number {
  if (!width || !height) return 1;
  return Math.min(MAX_RATIO, Math.max(MIN_RATIO, width / height));
}
