/** Registers the worker of an application. Without it (a private window, say) all else works. */
export function registerServiceWorker(path: string): void {
  if (!('serviceWorker' in navigator)) return;
  const register = () => {
    navigator.serviceWorker.register(path).catch(() => undefined);
  };
  // After the first load, so that what it fetches does not compete with the page.
  if (document.readyState === 'complete') register();
  else window.addEventListener('load', register, { once: true });
}
