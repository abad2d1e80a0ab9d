import { noticeFor, nothing, page, tagOf } from './tag.ts';

var shown: HTMLElement | null = null;

/** Defines `chatManager` where `chat.js` did not. */
export function substituteChat(): void {
  var tag = tagOf('chat.js');
  if (tag === null || page['chatManager'] !== undefined) return;
  var notice = noticeFor(tag);
  page['chatManager'] = {
    openChat: function () {
      show(notice);
      return done();
    },
    closeChat: hide,
    configure: nothing,
    resume: done,
    forgetDrafts: nothing,
    countDrafts: function () {
      return 0;
    },
  };
}

function show(notice: string): void {
  hide();
  var box = document.createElement('div');
  box.setAttribute('role', 'status');
  // Some shops' sheets hide what they do not know.
  box.style.cssText =
    'display: block !important; position: fixed; right: 20px; bottom: 20px; z-index: 2147483000; box-sizing: border-box;' +
    'width: 280px; padding: 16px; border: 1px solid #7d8a8d; background: #fff; color: #182022;' +
    'font: 15px/1.4 sans-serif';
  box.appendChild(document.createTextNode(notice));
  box.appendChild(closeButton());
  document.body.appendChild(box);
  shown = box;
}

function closeButton(): HTMLElement {
  var button = document.createElement('button');
  button.type = 'button';
  button.style.cssText = 'display: block; margin: 12px 0 0; padding: 8px 16px; font: inherit';
  button.appendChild(document.createTextNode('OK'));
  button.onclick = hide;
  return button;
}

function hide(): void {
  if (shown !== null && shown.parentNode) shown.parentNode.removeChild(shown);
  shown = null;
}

/** What callers wait for, in a browser that can wait. */
function done(): Promise<void> | undefined {
  return typeof Promise === 'function' ? Promise.resolve() : undefined;
}
