import { decodeSubject } from '@vestnik/sdk';

import { chatConfig } from './config.ts';

/** Where the host keeps what it knows of the log-in, as JSON. */
const AUTH_STORAGE_KEY = 'auth_data';

type Fields = Readonly<Record<string, unknown>>;

/** The access token of the moment; null where nobody is signed in. */
export function accessToken(): string | null {
  const { access } = authData();
  return typeof access === 'string' && access !== '' ? access : null;
}

/** Who the token speaks of; where it names no number, who the host says it is. */
export function getCurrentUserId(): number | null {
  const token = accessToken();
  const subject = token === null ? undefined : decodeSubject(token);
  const data = authData();
  const user = toRecord(data['user']);
  return userId(subject) ?? userId(user['id']) ?? userId(data['user_id']);
}

let pendingRenewal: Promise<boolean> | null = null;

/** Lets the host renew the token: once for all who ask while it does. */
export function renewToken(): Promise<boolean> {
  pendingRenewal ??= requestRenewal().finally(() => {
    pendingRenewal = null;
  });
  return pendingRenewal;
}

async function requestRenewal(): Promise<boolean> {
  const { refreshUser } = chatConfig();
  if (refreshUser === undefined) return false;
  try {
    return (await refreshUser()) !== false && accessToken() !== null;
  } catch {
    return false;
  }
}

function authData(): Fields {
  try {
    return toRecord(JSON.parse(globalThis.localStorage.getItem(AUTH_STORAGE_KEY) ?? '{}'));
  } catch {
    return {};
  }
}

function toRecord(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function userId(value: unknown): number | null {
  const id = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  return typeof id === 'number' && Number.isSafeInteger(id) ? id : null;
}
