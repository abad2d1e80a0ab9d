import { language, translatePage, strings } from './strings.ts';

/** A shop for the demo. What a real one's own server knows, this page asks Vestnik's demo for. */
export interface Listing {
  readonly id: number;
  readonly title: string;
  readonly price: string;
  readonly text: string;
  readonly hue: string;
  readonly seller: Seller;
}

export interface Seller {
  readonly name: string;
  readonly email: string;
}

/** Some of the people whom `vestnik serve --demo` makes. */
export const SELLERS = {
  maksim: { name: 'Максим Волков', email: 'maksim.student@demo.school' },
  sofia: { name: 'София Лебедева', email: 'sofia.student@demo.school' },
} as const satisfies Record<string, Seller>;

/** Somebody who buys with an account. */
export const BUYER: Seller = { name: 'Артём Кузнецов', email: 'artem.student@demo.school' };

function localized(ru: string, en: string): string {
  return language === 'ru' ? ru : en;
}

export const LISTINGS: readonly Listing[] = [
  {
    id: 1,
    title: localized('iPhone 13, 128 ГБ, синий', 'iPhone 13, 128 GB, blue'),
    price: '38 000 ₽',
    text: localized(
      'Батарея 89 %, без сколов, коробка и кабель в комплекте.',
      'Battery 89 %, no chips, box and cable included.',
    ),
    hue: 'blue',
    seller: SELLERS.maksim,
  },
  {
    id: 2,
    title: localized('iPhone 12 mini, 64 ГБ, красный', 'iPhone 12 mini, 64 GB, red'),
    price: '24 500 ₽',
    text: localized(
      'Один владелец. Стекло меняли в сервисе, всё работает.',
      'One owner. The screen was replaced at a repair shop, everything works.',
    ),
    hue: 'red',
    seller: SELLERS.maksim,
  },
  {
    id: 3,
    title: localized('iPhone 15 Pro, 256 ГБ, титан', 'iPhone 15 Pro, 256 GB, titanium'),
    price: '79 900 ₽',
    text: localized(
      'На гарантии до весны. Отдам с двумя чехлами.',
      'Under warranty until spring. Comes with two cases.',
    ),
    hue: 'grey',
    seller: SELLERS.sofia,
  },
];

/** Where the scripts' tags find the token of who is signed in: `data-token-key`. */
const TOKEN = 'shop_token';
const NAME = 'shop_name';
const SELLER_IDS = 'shop_sellers';
/** What everybody of the demo signs in with. */
const DEMO_PASSWORD = 'vestnik-demo';

interface Session {
  readonly token: string;
  readonly user: { readonly id: number; readonly name: string };
}

export function signedIn(): string | null {
  return readStorage(TOKEN) === null ? null : readStorage(NAME);
}

/** Becomes somebody of the demo, and begins the page anew. */
export async function signIn(person: Seller): Promise<void> {
  const { token, user } = await logIn(person);
  writeStorage(TOKEN, token);
  writeStorage(NAME, user.name);
  location.reload();
}

/** Asks first where drafts in the chats would be lost. */
export function signOut(): void {
  const { chatManager } = window;
  if (chatManager.countDrafts() > 0 && !confirm(strings.draftsLost)) return;
  chatManager.forgetDrafts();
  writeStorage(TOKEN, null);
  writeStorage(NAME, null);
  location.reload();
}

/** What a shop knows of its sellers: their id. The demo finds it out once. */
export async function sellerId({ email, name }: Seller): Promise<number> {
  const known = JSON.parse(readStorage(SELLER_IDS) ?? '{}') as Record<string, number>;
  const id = known[email] ?? (await logIn({ email, name })).user.id;
  writeStorage(SELLER_IDS, JSON.stringify({ ...known, [email]: id }));
  return id;
}

/** A token, without a cookie: the school's app beside has its own. */
async function logIn({ email }: Seller): Promise<Session> {
  const response = await fetch(`${chatServer()}/api/auth/login`, {
    method: 'POST',
    credentials: 'omit',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email, password: DEMO_PASSWORD }),
  });
  if (!response.ok) throw new Error(`the demo's people cannot sign in: ${response.status}`);
  return (await response.json()) as Session;
}

/** Where the chat's script comes from. */
function chatServer(): string {
  const tag = document.querySelector<HTMLScriptElement>('script[src$="/static/chat.js"]');
  return new URL(tag?.src ?? location.href).origin;
}

/** Makes an element with text in it. */
export function createElement<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  text: string,
  className = '',
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  element.textContent = text;
  if (className !== '') element.className = className;
  return element;
}

export function content(): HTMLElement {
  const main = document.getElementById('content');
  if (main === null) throw new Error('the page has no content');
  return main;
}

/** Says in the page's head who is signed in, in the language of the browser. */
export function renderUserMenu(): void {
  translatePage();
  const element = document.getElementById('visitor');
  const name = signedIn();
  if (element === null) return;
  const button = createElement(
    'button',
    name === null ? strings.signIn(BUYER.name) : strings.signOut,
  );
  button.addEventListener('click', () => {
    if (name === null) void signIn(BUYER);
    else signOut();
  });
  element.replaceChildren(createElement('span', name ?? strings.signedOut), ' ', button);
}

function readStorage(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** A browser whose site data is blocked keeps nothing: buyers need no account. */
function writeStorage(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // See above.
  }
}
