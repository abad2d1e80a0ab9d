/** Tabs of the application that have the focus hold this lock together. */
const LOCK = 'vestnik:focus';

/** Holds the lock while this tab has the focus; returns what ends that. A page over plain http has no locks. */
export function followPageFocus(): () => void {
  if (!('locks' in navigator)) return () => undefined;
  let release: (() => void) | null = null;
  const leave = () => {
    release?.();
    release = null;
  };
  const enter = () => {
    if (release !== null) return;
    const left = new Promise<void>((resolve) => {
      release = resolve;
    });
    navigator.locks.request(LOCK, { mode: 'shared' }, () => left).catch(() => undefined);
  };
  const update = () => {
    if (document.hasFocus()) enter();
    else leave();
  };
  window.addEventListener('focus', update);
  window.addEventListener('blur', update);
  update();
  return () => {
    window.removeEventListener('focus', update);
    window.removeEventListener('blur', update);
    leave();
  };
}

/** Whether any tab of the application has the focus. */
export async function hasFocusedPage(): Promise<boolean> {
  const { held = [] } = await navigator.locks.query();
  return held.some(({ name }) => name === LOCK);
}
