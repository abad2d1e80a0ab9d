import type { Locator } from '@playwright/test';

import { eventually } from './eventually.ts';

/** A place on the screen, in pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Where an element stands, once two looks in a row agree: rows move as they are measured, and are
 * for a moment not there as they are drawn again.
 */
export async function boxAtRest(element: Locator): Promise<Box> {
  let before: Box | null = null;
  return eventually('an element in one place', async () => {
    const box = await element.boundingBox();
    const rests = box !== null && JSON.stringify(box) === JSON.stringify(before);
    before = box;
    return rests && box;
  });
}
