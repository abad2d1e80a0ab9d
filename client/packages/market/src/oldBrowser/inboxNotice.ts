import { defaultContainer, statusElement } from './inboxStatus.ts';
import { noticeFor, nothing, page, tagOf } from './tag.ts';

interface Options {
  readonly container?: HTMLElement;
}

/** Says instead of the seller's inbox why there is none, where `seller-chats.js` did not. */
export function substituteInbox(): void {
  var tag = tagOf('seller-chats.js');
  if (tag === null || page['SellerChatsManager'] !== undefined) return;
  var status = statusElement(noticeFor(tag));

  function show(container: Element): void {
    container.appendChild(status);
  }

  page['SellerChatsManager'] = function (options?: Options) {
    show((options && options.container) || defaultContainer());
    return { refresh: nothing, destroy: nothing };
  };
  if (document.getElementById('profilePage')) show(defaultContainer());
}
