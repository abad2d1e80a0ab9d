import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { normalizeHighlights, splitByHighlights } from '../../src/message/text/highlights.ts';

describe('highlights', () => {
  it('cut a part where they begin and end', () => {
    const ranges = normalizeHighlights([
      { start: 2, end: 4 },
      { start: 6, end: 20 },
    ]);
    expect(splitByHighlights({ from: 3, to: 8 }, ranges)).toEqual([
      { from: 3, to: 4, isHighlighted: true },
      { from: 4, to: 6, isHighlighted: false },
      { from: 6, to: 8, isHighlighted: true },
    ]);
  });

  it('that are not ascending ranges are dropped', () => {
    const ranges = [
      { start: 4, end: 2 },
      { start: -1, end: 3 },
      { start: 0, end: 3 },
      { start: 2, end: 5 },
      { start: 7, end: 7 },
    ];
    expect(normalizeHighlights(ranges)).toEqual([{ from: 0, to: 3 }]);
  });

  it('leave no character out and show none twice', () => {
    const range = fc.record({ start: fc.nat(30), end: fc.nat(30) });
    fc.assert(
      fc.property(range, fc.array(range), ({ start, end }, highlights) => {
        const part = { from: Math.min(start, end), to: Math.max(start, end) };
        const parts = splitByHighlights(part, normalizeHighlights(highlights));
        let position = part.from;
        for (const { from, to } of parts) {
          expect(from).toBe(position);
          expect(to).toBeGreaterThan(from);
          position = to;
        }
        expect(position).toBe(part.to);
      }),
    );
  });
});
