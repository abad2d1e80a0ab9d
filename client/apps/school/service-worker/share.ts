/** Takes what other applications share: the browser sends it as a form (Web Share Target). */
import { worker } from '../../../packages/kit/service-worker/worker.ts';
import { appAt } from '../src/app/realmApps.ts';
import { storeSharedContent } from '../src/features/share/sharedContent.ts';

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'POST' || origin !== worker.location.origin) return;
  if (pathname === `${appAt(pathname).base}/share`) event.respondWith(receive(request, pathname));
});

/** The page of the application that it was shared with shows it. */
async function receive(request: Request, path: string): Promise<Response> {
  // Without room for it the page says that nothing has arrived.
  await request
    .formData()
    .then(storeSharedContent)
    .catch(() => undefined);
  return Response.redirect(path, 303);
}
