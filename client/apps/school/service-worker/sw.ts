import './notifications.ts';
import './offline.ts';
import './share.ts';
