/** `/static/market.ru.js` and `/static/market.en.js`: the application, which the scripts load when it is first needed. */
import type { MarketApp } from '../appInterface.ts';
import { mountInbox as inbox } from './inbox/mountInbox.tsx';
import { mountWindow as buyerWindow } from './window/mountWindow.tsx';

export const mountWindow: MarketApp['mountWindow'] = buyerWindow;
export const mountInbox: MarketApp['mountInbox'] = inbox;
