/** `/static/chat.js`: `window.chatManager`. */
import { ChatManager } from './chatManager.ts';
import { settingsOf } from './settings.ts';

declare global {
  var chatManager: ChatManager;
}

globalThis.chatManager = new ChatManager(settingsOf(document.currentScript));
void globalThis.chatManager.resume();
