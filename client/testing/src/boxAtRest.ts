import type { Locator } from '@playwright/test';

import { eventually } from './eventually.ts';

/** A rectangle on the screen, in pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Returns the box of an element once two measurements in a row are equal: rows move while the log
 * measures them, and have no box while they are rendered again.
 */
export async function boxAtRest(element: Locator): Promise<Box> {
  let before: Box | null = null;
  return eventually('an element at rest', async () => {
    const box = await element.boundingBox();
    const rests = box !== null && JSON.stringify(box) === JSON.stringify(before);
    before = box;
    return rests && box;
  });
}
