import { describe, expect, it } from 'vitest';

import { targetIndex } from '../../src/app/chatList/arrowNavigation.ts';

describe('arrow keys', () => {
  it('move within the list and stop at its ends', () => {
    expect(targetIndex('ArrowDown', 0, 3, false)).toBe(1);
    expect(targetIndex('ArrowDown', 2, 3, false)).toBe(2);
    expect(targetIndex('ArrowUp', 0, 3, false)).toBe(0);
    expect(targetIndex('End', 0, 3, false)).toBe(2);
  });

  it('lead from the field into the list downwards only', () => {
    expect(targetIndex('ArrowDown', -1, 3, true)).toBe(0);
    expect(targetIndex('Home', -1, 3, true)).toBeNull();
  });

  it('have their own meaning elsewhere', () => {
    expect(targetIndex('ArrowDown', -1, 3, false)).toBeNull();
    expect(targetIndex('Enter', 0, 3, false)).toBeNull();
    expect(targetIndex('ArrowDown', 0, 0, false)).toBeNull();
  });
});
