/** Takes what other applications share: the browser sends it as a form (Web Share Target). */
import { storeSharedContent } from '../src/features/share/sharedContent.ts';
import { worker } from './worker.ts';

const PATH = '/share';

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'POST' || origin !== worker.location.origin || pathname !== PATH) return;
  event.respondWith(receive(request));
});

async function receive(request: Request): Promise<Response> {
  // Without room for it the page says that nothing has arrived.
  await request
    .formData()
    .then(storeSharedContent)
    .catch(() => undefined);
  return Response.redirect(PATH, 303);
}
