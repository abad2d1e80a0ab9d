import { describe, expect, it, vi } from 'vitest';

import { formatDuration } from '../../src/duration.ts';
import { fileType } from '../../src/message/attachments/fileType.ts';
import { gridLayout } from '../../src/message/attachments/gridLayout.ts';
import { placeholderUrl } from '../../src/message/attachments/placeholder.ts';
import { pauseOthers } from '../../src/message/attachments/playback.ts';
import { waveformBars } from '../../src/message/attachments/waveform.ts';

describe('image grid', () => {
  const square = { width: 100, height: 100 };

  it.each(Array.from({ length: 23 }, (_, count) => count))(
    'shows each of %i images once',
    (count) => {
      const rows = gridLayout(Array<typeof square>(count).fill(square));
      const shown = rows.flatMap((row) => row.cells.map(({ index }) => index));
      expect(shown).toEqual(Array.from({ length: count }, (_, index) => index));
      expect(Math.max(0, ...rows.map((row) => row.cells.length))).toBeLessThanOrEqual(4);
    },
  );

  it('gives a row the ratios of its images side by side', () => {
    const [row] = gridLayout([
      { width: 200, height: 100 },
      { width: 100, height: 100 },
    ]);
    expect(row).toEqual({
      ratio: 3,
      cells: [
        { index: 0, ratio: 2 },
        { index: 1, ratio: 1 },
      ],
    });
  });

  it('cuts extreme images, and takes one of unknown size for a square', () => {
    const ratioOf = (width: number | null, height: number | null) =>
      gridLayout([{ width, height }])[0]?.ratio;
    expect(ratioOf(10_000, 1)).toBe(2.2);
    expect(ratioOf(1, 10_000)).toBe(0.6);
    expect(ratioOf(null, null)).toBe(1);
    expect(ratioOf(0, 0)).toBe(1);
  });
});

describe('placeholder', () => {
  it('is a picture of the ThumbHash', () => {
    expect(placeholderUrl('1QcSHQRnh493V4dIh4eXh1h4kJUI')).toMatch(/^data:image\/png;base64,/);
  });

  it.each([null, '', '%', 'AA=='])('is nothing for %j', (placeholder) => {
    expect(placeholderUrl(placeholder)).toBeNull();
  });
});

describe('waveform', () => {
  it('has as many bars as asked for, as high as the loudest number each', () => {
    expect(waveformBars([0, 50, 100, 20], 2)).toEqual([0.5, 1]);
    expect(waveformBars([100, 0], 4)).toEqual([1, 1, 0.08, 0.08]);
    expect(waveformBars(Array<number>(128).fill(100), 40)).toEqual(Array<number>(40).fill(1));
  });

  it('is low without numbers, and limited with wrong ones', () => {
    expect(waveformBars(null, 3)).toEqual([0.08, 0.08, 0.08]);
    expect(waveformBars([900, -5], 2)).toEqual([1, 0.08]);
  });
});

describe('playback', () => {
  it('pauses what played before', () => {
    const [first, second] = [{ pause: vi.fn() }, { pause: vi.fn() }];
    pauseOthers(first);
    pauseOthers(first);
    expect(first.pause).not.toHaveBeenCalled();
    pauseOthers(second);
    expect(first.pause).toHaveBeenCalledOnce();
    expect(second.pause).not.toHaveBeenCalled();
  });
});

describe('files', () => {
  it.each([
    ['image/jpeg', 'a', 'image'],
    ['application/zip', 'a.zip', 'archive'],
    ['application/pdf', 'a.PDF', 'text'],
    ['text/csv', 'a.csv', 'sheet'],
    ['text/x-unknown', 'a', 'text'],
    ['application/octet-stream', 'a', 'other'],
  ])('%s %s is of the type %s', (mime, name, type) => {
    expect(fileType(mime, name)).toBe(type);
  });

  it('durations are read as a clock', () => {
    expect([0, 7_900, 754_000, 3_723_000].map(formatDuration)).toEqual([
      '0:00',
      '0:07',
      '12:34',
      '1:02:03',
    ]);
  });
});
