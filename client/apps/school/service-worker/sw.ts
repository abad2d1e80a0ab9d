import { handleNotifications } from '../../../packages/kit/service-worker/notifications.ts';
import { serveOffline } from '../../../packages/kit/service-worker/offline.ts';
import { appOf } from '../src/app/realmApps.ts';
import { baseOf, isAppRoute } from './pages.ts';
import './share.ts';

serveOffline({ prefix: 'vestnik-', root: '/', isPage: isAppRoute });
handleNotifications({
  icon: '/icons/icon-192.png',
  pathOf: ({ realm, chat_id }) => `${appOf(realm).base}/chats/${String(chat_id)}`,
  baseOf,
});
