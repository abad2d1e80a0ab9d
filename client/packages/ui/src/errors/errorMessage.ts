import { ApiError, NetworkError, StorageError } from '@vestnik/sdk';

import { defineStrings, useStrings } from '../i18n/index.ts';

const strings = defineStrings({
  ru: {
    network: 'Нет соединения с сервером. Проверьте подключение к интернету и попробуйте ещё раз.',
    storage: 'В браузере не хватает места. Освободите место на устройстве и попробуйте ещё раз.',
    rateLimited: 'Слишком много попыток. Подождите немного и попробуйте снова.',
    unavailable: 'Сервер сейчас не отвечает. Попробуйте через минуту.',
    forbidden: 'У вас нет прав на это действие.',
    other: 'Что-то пошло не так. Попробуйте ещё раз.',
  },
  en: {
    network: 'No connection to the server. Check your internet connection and try again.',
    storage: 'The browser has no space left. Free some space on the device and try again.',
    rateLimited: 'Too many attempts. Wait a moment and try again.',
    unavailable: 'The server is not responding. Try again in a minute.',
    forbidden: 'You do not have permission to do this.',
    other: 'Something went wrong. Try again.',
  },
});

/** What to say of an error: by the feature's own words for its code, or by these here. */
export function useErrorMessage(): (
  error: unknown,
  byCode?: Readonly<Record<string, string>>,
) => string {
  const t = useStrings(strings);
  return (error, byCode = {}) => {
    if (error instanceof StorageError) return t.storage;
    if (error instanceof NetworkError) return t.network;
    if (!(error instanceof ApiError)) return t.other;
    const custom = byCode[error.code];
    if (custom !== undefined) return custom;
    if (error.status === 429) return t.rateLimited;
    if (error.status === 503) return t.unavailable;
    return error.status === 403 ? t.forbidden : t.other;
  };
}

/** The code of an error the server answered with. */
export function errorCode(error: unknown): string | null {
  return error instanceof ApiError ? error.code : null;
}
