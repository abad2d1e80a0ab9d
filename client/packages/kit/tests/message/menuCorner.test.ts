import fc from 'fast-check';
import { expect, it } from 'vitest';

import { menuCorner } from '../../src/message/actions/menuCorner.ts';
import { isRepeatedClick } from '../../src/message/menuAnchor.ts';

const menu = { width: 200, height: 300 };

it('a menu is on the screen and leaves its anchor uncovered', () => {
  const screens = fc.record({
    width: fc.integer({ min: 440, max: 2_000 }),
    height: fc.integer({ min: 320, max: 1_200 }),
  });
  fc.assert(
    fc.property(screens, fc.nat(), fc.nat(), (screen, across, down) => {
      const anchor = { x: across % screen.width, y: down % screen.height, isTouch: false };
      const { left, top } = menuCorner(anchor, menu, screen);
      expect(left).toBeGreaterThanOrEqual(8);
      expect(left + menu.width).toBeLessThanOrEqual(screen.width - 8);
      expect(top + menu.height).toBeLessThanOrEqual(Math.max(screen.height - 8, 308));
      const covers =
        anchor.x > left &&
        anchor.x < left + menu.width &&
        anchor.y > top &&
        anchor.y < top + menu.height;
      expect(covers).toBe(false);
    }),
  );
});

it('a menu above a button does not cover it', () => {
  const opener = { left: 500, right: 530, top: 560 };
  const anchor = { x: 500, y: 590, opener, isTouch: false };
  const { top } = menuCorner(anchor, menu, { width: 1_000, height: 600 });
  expect(top + menu.height).toBeLessThan(opener.top);
});

it('a menu with room neither above nor below its button is beside it', () => {
  const screen = { width: 1_000, height: 320 };
  const atStart = { left: 300, right: 330, top: 280 };
  const after = menuCorner({ x: 300, y: 310, opener: atStart, isTouch: false }, menu, screen);
  expect(after.left).toBeGreaterThan(atStart.right);
  const atEnd = { left: 900, right: 930, top: 280 };
  const before = menuCorner({ x: 900, y: 310, opener: atEnd, isTouch: false }, menu, screen);
  expect(before.left + menu.width).toBeLessThan(atEnd.left);
});

it('only a second click at the point that opened a menu is a repeated one', () => {
  const anchor = { x: 300, y: 600, isTouch: true };
  expect(isRepeatedClick({ detail: 2, clientX: 315, clientY: 580 }, anchor)).toBe(true);
  expect(isRepeatedClick({ detail: 1, clientX: 300, clientY: 600 }, anchor)).toBe(false);
  expect(isRepeatedClick({ detail: 2, clientX: 195, clientY: 700 }, anchor)).toBe(false);
});
