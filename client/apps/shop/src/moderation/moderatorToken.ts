import { decodeSubject, type TokenSource } from '@vestnik/sdk';

/** Apart from the token of the shop's sellers: a moderator may sell, too. */
const KEY = 'shop_moderator_token';

/** The token of the moderator who is signed in; it ends with the tab. */
export const moderatorToken = {
  token: () => sessionStorage.getItem(KEY),
  renew: () => Promise.resolve(false),
  userId: () => {
    const token = sessionStorage.getItem(KEY);
    return token === null ? null : Number(decodeSubject(token));
  },
} satisfies TokenSource;

/** Signs in without a cookie: the school's app beside has its own. Resolves with the status. */
export async function signIn(email: string, password: string): Promise<number> {
  const response = await fetch('/api/auth/login', {
    method: 'POST',
    credentials: 'omit',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  if (response.ok) {
    const { token } = (await response.json()) as { readonly token: string };
    sessionStorage.setItem(KEY, token);
  }
  return response.status;
}

export function signOut(): void {
  sessionStorage.removeItem(KEY);
  location.reload();
}
