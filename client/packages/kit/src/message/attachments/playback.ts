let current: WeakRef<Pausable> | null = null;

interface Pausable {
  pause(): void;
}

/** One sound at a time: whatever else plays is paused. */
export function pauseOthers(started: Pausable): void {
  const previous = current?.deref();
  if (previous && previous !== started) previous.pause();
  current = new WeakRef(started);
}
