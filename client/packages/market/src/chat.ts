/** `/static/chat.js`: `window.chatManager`. */
import { ChatManager } from './chatManager.ts';
import { appLoader } from './loader/loadApp.ts';
import { scriptUrlOf, settingsOf } from './settings.ts';

declare global {
  var chatManager: ChatManager;
}

const url = scriptUrlOf(document.currentScript);
globalThis.chatManager = new ChatManager(settingsOf(document.currentScript), ({ baseUrl }) =>
  appLoader(url, baseUrl)(),
);
void globalThis.chatManager.resume();
