/** Waiting for what a page animates. */
import type { Page } from '@playwright/test';

/**
 * Waits until nothing is in transition, in shadow trees too: half-way, colours have other
 * contrasts. Ignores endless animations.
 */
export async function animationsEnd(page: Page): Promise<void> {
  await page.evaluate(async () => {
    for (;;) {
      // The page hears of a changed theme in the next frame, and may start transitions then.
      await new Promise(requestAnimationFrame);
      await new Promise(requestAnimationFrame);
      const roots: (Document | ShadowRoot)[] = [document];
      for (const root of roots)
        for (const { shadowRoot } of root.querySelectorAll('*'))
          if (shadowRoot !== null) roots.push(shadowRoot);
      const ending = roots
        .flatMap((root) => root.getAnimations())
        .filter(
          ({ effect, playState }) =>
            playState === 'running' && effect?.getComputedTiming().endTime !== Infinity,
        );
      if (ending.length === 0) return;
      await Promise.allSettled(ending.map(({ finished }) => finished));
    }
  });
}
