import { noticeFor, nothing, page, tagOf } from './tag.ts';

interface Options {
  readonly container?: HTMLElement;
}

/** Says in place of the seller's inbox why there is none, where `seller-chats.js` did not. */
export function substituteInbox(): void {
  var tag = tagOf('seller-chats.js');
  if (tag === null || page['SellerChatsManager'] !== undefined) return;
  var notice = noticeFor(tag);
  var element: HTMLElement | null = null;

  function show(place: Element): void {
    element = element || document.createElement('p');
    element.setAttribute('role', 'status');
    element.textContent = notice;
    place.appendChild(element);
  }

  page['SellerChatsManager'] = function (options?: Options) {
    show((options && options.container) || defaultPlace());
    return { refresh: nothing, destroy: nothing };
  };
  if (document.getElementById('profilePage')) show(defaultPlace());
}

function defaultPlace(): Element {
  return (
    document.getElementById('sellerChats') ||
    document.getElementById('profilePage') ||
    document.body
  );
}
