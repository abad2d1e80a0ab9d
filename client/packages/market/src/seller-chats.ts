/** `/static/seller-chats.js`: `SellerChatsManager`, which starts by itself on a profile's page. */
import { loadApp } from './loader/loadApp.ts';
import { SellerInbox, type SellerChatsOptions } from './sellerChatsManager.ts';
import { scriptUrlOf, readScriptSettings } from './settings.ts';

const url = scriptUrlOf(document.currentScript);
const settings = readScriptSettings(document.currentScript);

class SellerChatsManager extends SellerInbox {
  constructor(options: SellerChatsOptions = {}) {
    super(settings, options, (chosen) => loadApp(url, chosen));
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
