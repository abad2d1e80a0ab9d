import { handleNotifications } from '../../../packages/kit/service-worker/notifications.ts';
import { serveOffline } from '../../../packages/kit/service-worker/offline.ts';

/** The folder of the demo, beside the school's application, which has a worker of its own. */
const ROOT = '/campus/';

serveOffline({ prefix: 'campus-', root: ROOT, isPage: (path) => path.startsWith(ROOT) });
handleNotifications({
  icon: `${ROOT}icons/icon-192.png`,
  pathOf: ({ chat_id }) => `${ROOT}?chat=${String(chat_id)}`,
  baseOf: (path) => (path.startsWith(ROOT) ? ROOT : null),
});
