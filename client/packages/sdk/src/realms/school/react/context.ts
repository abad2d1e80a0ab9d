import { createContext, useContext } from 'react';

import type { SchoolApi } from '../schoolApi.ts';

export const SchoolContext = createContext<SchoolApi | null>(null);

export function useSchoolApi(): SchoolApi {
  const api = useContext(SchoolContext);
  if (api === null) throw new Error('a hook of the school outside <SchoolProvider>');
  return api;
}
