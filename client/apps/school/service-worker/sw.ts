import './notifications.ts';
import './offline.ts';
