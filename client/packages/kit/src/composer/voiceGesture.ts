/** The pixels after which a slide cancels the recording, or locks it. */
const CANCEL_PX = 96;
const LOCK_PX = 64;

/** A press this short is a click: the recording goes on without the finger. */
const CLICK_MS = 350;

export type Slide = 'none' | 'cancel' | 'lock';

/** The meaning of where the pointer is, relative to where it went down. */
export function slideOf(dx: number, dy: number, isRtl: boolean): Slide {
  const towardsStart = isRtl ? dx : -dx;
  if (-dy >= LOCK_PX && -dy > towardsStart) return 'lock';
  return towardsStart >= CANCEL_PX ? 'cancel' : 'none';
}

/** What happens to the recording when the pointer goes up. */
export function releaseOutcome(slide: Slide, heldMs: number): 'cancel' | 'lock' | 'finish' {
  if (slide !== 'none') return slide;
  return heldMs < CLICK_MS ? 'lock' : 'finish';
}
