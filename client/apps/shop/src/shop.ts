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

export const LISTINGS: readonly Listing[] = [
  {
    id: 1,
    title: 'iPhone 13, 128 ГБ, синий',
    price: '38 000 ₽',
    text: 'Батарея 89 %, без сколов, коробка и кабель в комплекте.',
    hue: 'blue',
    seller: SELLERS.maksim,
  },
  {
    id: 2,
    title: 'iPhone 12 mini, 64 ГБ, красный',
    price: '24 500 ₽',
    text: 'Один владелец. Стекло меняли в сервисе, всё работает.',
    hue: 'red',
    seller: SELLERS.maksim,
  },
  {
    id: 3,
    title: 'iPhone 15 Pro, 256 ГБ, титан',
    price: '79 900 ₽',
    text: 'На гарантии до весны. Отдам с двумя чехлами.',
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
  return kept(TOKEN) === null ? null : kept(NAME);
}

/** Becomes somebody of the demo, and begins the page anew. */
export async function signIn(person: Seller): Promise<void> {
  const { token, user } = await logIn(person);
  keep(TOKEN, token);
  keep(NAME, user.name);
  location.reload();
}

export function signOut(): void {
  keep(TOKEN, null);
  keep(NAME, null);
  location.reload();
}

/** What a shop knows of its sellers: their id. The demo finds it out once. */
export async function sellerId({ email, name }: Seller): Promise<number> {
  const known = JSON.parse(kept(SELLER_IDS) ?? '{}') as Record<string, number>;
  const id = known[email] ?? (await logIn({ email, name })).user.id;
  keep(SELLER_IDS, JSON.stringify({ ...known, [email]: id }));
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
export function make<Name extends keyof HTMLElementTagNameMap>(
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

/** Says in the page's head who is signed in. */
export function showVisitor(): void {
  const place = document.getElementById('visitor');
  const name = signedIn();
  if (place === null) return;
  const button = name === null ? make('button', `Войти: ${BUYER.name}`) : make('button', 'Выйти');
  button.addEventListener('click', () => {
    if (name === null) void signIn(BUYER);
    else signOut();
  });
  place.replaceChildren(make('span', name ?? 'Вы без учётной записи'), ' ', button);
}

function kept(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** A browser whose site data is blocked keeps nothing: buyers need no account. */
function keep(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // See above.
  }
}
