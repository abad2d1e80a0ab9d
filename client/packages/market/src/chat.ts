/** `/static/chat.js`: `window.chatManager`. */
import { ChatManager } from './chatManager.ts';
import { loadApp } from './loader/loadApp.ts';
import { scriptUrlOf, readScriptSettings } from './settings.ts';

declare global {
  var chatManager: ChatManager;
}

const url = scriptUrlOf(document.currentScript);
globalThis.chatManager = new ChatManager(readScriptSettings(document.currentScript), (settings) =>
  loadApp(url, settings),
);
void globalThis.chatManager.resume();
