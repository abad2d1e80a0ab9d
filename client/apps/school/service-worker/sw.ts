import { handleNotifications } from '../../../packages/kit/service-worker/notifications.ts';
import { serveOffline } from '../../../packages/kit/service-worker/offline.ts';
import { appAt, appOf } from '../src/app/realmApps.ts';
import { isAppRoute } from './pages.ts';
import './share.ts';

serveOffline({ prefix: 'vestnik-', root: '/', isPage: isAppRoute });
handleNotifications({
  icon: '/icons/icon-192.png',
  pathOf: ({ realm, chat_id }) => `${appOf(realm).base}/chats/${String(chat_id)}`,
  baseOf: (path) => (isAppRoute(path) ? appAt(path).base : null),
});
