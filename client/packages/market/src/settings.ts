import { readStorage } from '@vestnik/sdk';

/** What a shop's page may say of itself: on the script's tag, or by `configure`. */
export interface Settings {
  /** Where the server is, without a slash at the end; where the script came from unless told. */
  readonly baseUrl: string;
  /** Who has an account and is signed in; null: nobody, or whoever the token speaks of. */
  readonly userId: string | null;
  /** The token of who is signed in, asked for anew each time; null: a guest, or by cookie. */
  readonly token: () => string | null;
  /** Gets a new token after the last was refused; false where the person has to sign in. */
  readonly renewToken: () => Promise<boolean>;
  readonly language: Language;
  /** null: the system's. */
  readonly theme: 'light' | 'dark' | null;
  /** Whether the count of unread messages is shown before the page's title. */
  readonly countInTitle: boolean;
  /** Whether new messages make a sound while the page is hidden; its user can switch that off. */
  readonly playsSound: boolean;
  /** What a listing is called; null: by its number. */
  readonly listingTitle: (iphoneId: number) => string | null;
}

export type Language = 'ru' | 'en';

/** The script's own path under a server. */
const STATIC_PATH = /\/static\/[^/]*$/;

/**
 * What the tag of the running script says: `data-base-url`, `data-user-id`, `data-token-key` (a
 * key of localStorage), `data-lang`, `data-theme`, `data-title`, `data-sound`. Only while the script runs does a page know
 * its tag.
 */
export function readScriptSettings(script: HTMLOrSVGScriptElement | null): Settings {
  const dataset = script instanceof HTMLScriptElement ? script.dataset : {};
  const source = scriptUrlOf(script);
  const { baseUrl, userId, tokenKey, lang, theme, title, sound } = dataset;
  return {
    baseUrl: withoutSlash(baseUrl ?? originOf(source)),
    userId: userId === undefined || userId === '' ? null : userId,
    token: () => (tokenKey === undefined ? null : readStoredToken(tokenKey)),
    renewToken: () => Promise.resolve(false),
    language: detectLanguage(lang === undefined ? navigator.languages : [lang]),
    theme: theme === 'light' || theme === 'dark' ? theme : null,
    countInTitle: title !== 'off',
    playsSound: sound !== 'off',
    listingTitle: () => null,
  };
}

/** The address of a script; empty for one without an address. */
export function scriptUrlOf(script: HTMLOrSVGScriptElement | null): string {
  return script instanceof HTMLScriptElement ? script.src : '';
}

function originOf(source: string): string {
  if (source === '') return location.origin;
  const { origin, pathname } = new URL(source, location.href);
  return origin + (STATIC_PATH.test(pathname) ? pathname.replace(STATIC_PATH, '') : '');
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}

/** The first of the languages asked for that there are words in; Russian where there is none. */
export function detectLanguage(asked: readonly string[]): Language {
  const tags = asked.map((tag) => tag.toLowerCase().split('-')[0]);
  return tags.find((one) => one === 'ru' || one === 'en') ?? 'ru';
}

function readStoredToken(key: string): string | null {
  const token = readStorage(key);
  return token === '' ? null : token;
}
