import { createContext, useContext, useMemo } from 'react';

import { createNativeHttp } from '../../http/nativeHttp.ts';
import { useClient } from '../../react/context.ts';
import { DeskApi } from '../deskApi.ts';

/** The language in which the server describes events. */
export const DeskLanguageContext = createContext('en');

export function useDeskApi(): DeskApi {
  const { http, realm } = useClient();
  const language = useContext(DeskLanguageContext);
  return useMemo(
    () => new DeskApi(createNativeHttp(http), realm, language),
    [http, realm, language],
  );
}

/** The beginning of the keys of everything that the desk fetches. */
export function useDeskKey(): readonly [string, string, string] {
  return ['vestnik', 'desk', useClient().realm];
}
