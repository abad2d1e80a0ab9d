/**
 * The first script of a page, a classic one: starts the application, or says that the browser is too
 * old for it. The plugin `scripts/browserCheck.ts` puts the application's address on its tag.
 */
import { isTooOld } from './features.ts';
import { browserLanguages, oldBrowserLanguage, oldBrowserWords } from './words.ts';

if (isTooOld()) showNotice();
else startApplication();

function startApplication(): void {
  var check = document.querySelector('script[data-application]');
  var script = document.createElement('script');
  script.type = 'module';
  script.crossOrigin = '';
  script.src = (check && check.getAttribute('data-application')) || '';
  document.head.appendChild(script);
}

function showNotice(): void {
  var words = oldBrowserWords(oldBrowserLanguage(browserLanguages()));
  var notice = document.createElement('div');
  notice.setAttribute('role', 'alert');
  // The page's style sheet may need a newer browser too.
  notice.style.cssText =
    'box-sizing: border-box; min-height: 100vh; padding: 15vh 24px 24px; background: #fff;' +
    'color: #182022; font: 17px/1.5 system-ui, sans-serif; text-align: center';
  notice.appendChild(element('h1', words.title));
  notice.appendChild(element('p', words.advice));
  document.body.textContent = '';
  document.body.appendChild(notice);
  document.title = words.title;
}

function element(name: string, text: string): HTMLElement {
  var created = document.createElement(name);
  created.textContent = text;
  return created;
}
