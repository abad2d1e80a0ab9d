import { noticeFor, nothing, page, tagOf } from './tag.ts';

interface Options {
  readonly container?: HTMLElement;
}

/** Says instead of the seller's inbox why there is none, where `seller-chats.js` did not. */
export function substituteInbox(): void {
  var tag = tagOf('seller-chats.js');
  if (tag === null || page['SellerChatsManager'] !== undefined) return;
  var notice = noticeFor(tag);
  var element: HTMLElement | null = null;

  function show(container: Element): void {
    element = element || document.createElement('p');
    element.setAttribute('role', 'status');
    element.textContent = notice;
    container.appendChild(element);
  }

  page['SellerChatsManager'] = function (options?: Options) {
    show((options && options.container) || defaultContainer());
    return { refresh: nothing, destroy: nothing };
  };
  if (document.getElementById('profilePage')) show(defaultContainer());
}

function defaultContainer(): Element {
  return (
    document.getElementById('sellerChats') ||
    document.getElementById('profilePage') ||
    document.body
  );
}
