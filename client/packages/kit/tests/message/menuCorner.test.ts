import fc from 'fast-check';
import { expect, it } from 'vitest';

import { menuCorner } from '../../src/message/actions/menuCorner.ts';

const menu = { width: 200, height: 300 };

it('a menu is on the screen and leaves its place uncovered', () => {
  const screens = fc.record({
    width: fc.integer({ min: 440, max: 2_000 }),
    height: fc.integer({ min: 320, max: 1_200 }),
  });
  fc.assert(
    fc.property(screens, fc.nat(), fc.nat(), (screen, across, down) => {
      const place = { x: across % screen.width, y: down % screen.height, isTouch: false };
      const { left, top } = menuCorner(place, menu, screen);
      expect(left).toBeGreaterThanOrEqual(8);
      expect(left + menu.width).toBeLessThanOrEqual(screen.width - 8);
      expect(top + menu.height).toBeLessThanOrEqual(Math.max(screen.height - 8, 308));
      const covers =
        place.x > left &&
        place.x < left + menu.width &&
        place.y > top &&
        place.y < top + menu.height;
      expect(covers).toBe(false);
    }),
  );
});

it('a menu above a button does not cover it', () => {
  const place = { x: 500, y: 590, above: 560, isTouch: false };
  const { top } = menuCorner(place, menu, { width: 1_000, height: 600 });
  expect(top + menu.height).toBeLessThan(place.above);
});
