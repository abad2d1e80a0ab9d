import { errorFromResponse } from '@vestnik/sdk';

/** What this page keeps in `localStorage.auth_data`, as a university's front end would. */
export interface AuthData {
  readonly access: string;
  readonly user: { readonly id: number; readonly name: string };
  readonly email: string;
}

const KEY = 'auth_data';
/** What everybody of the demo signs in with. */
const DEMO_PASSWORD = 'vestnik-demo';

interface Session {
  readonly token: string;
  readonly user: { readonly id: number; readonly name: string };
}

export function authData(): AuthData | null {
  const text = localStorage.getItem(KEY);
  return text === null ? null : (JSON.parse(text) as AuthData);
}

/** Becomes somebody of the demo. Rejects with a `VestnikError`. */
export async function signIn(email: string): Promise<AuthData> {
  const { token, user } = await logIn(email);
  const data = { access: token, user: { id: user.id, name: user.name }, email };
  localStorage.setItem(KEY, JSON.stringify(data));
  return data;
}

export function signOut(): void {
  localStorage.removeItem(KEY);
}

/** What the chat asks of its host: a new token. */
export async function refreshUser(): Promise<boolean> {
  const data = authData();
  if (data === null) return false;
  await signIn(data.email);
  return true;
}

/** A token of somebody of the demo, without a cookie: the school's app beside has its own. */
export async function logIn(email: string): Promise<Session> {
  const response = await fetch('/api/auth/login', {
    method: 'POST',
    credentials: 'omit',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email, password: DEMO_PASSWORD }),
  });
  const answer = (await response.json().catch(() => null)) as unknown;
  if (!response.ok) throw errorFromResponse(response, answer);
  return answer as Session;
}
