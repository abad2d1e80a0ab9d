/** `/static/seller-chats.js`: `SellerChatsManager`, which starts by itself on a profile's page. */
import { SellerInbox, type SellerChatsOptions } from './sellerChatsManager.ts';
import { settingsOf } from './settings.ts';

const settings = settingsOf(document.currentScript);

class SellerChatsManager extends SellerInbox {
  constructor(options: SellerChatsOptions = {}) {
    super(settings, options);
  }
}

declare global {
  interface Window {
    SellerChatsManager: typeof SellerChatsManager;
    sellerChatsManager?: SellerChatsManager;
  }
}

window.SellerChatsManager = SellerChatsManager;
if (document.getElementById('profilePage') !== null) {
  window.sellerChatsManager = new SellerChatsManager();
}
