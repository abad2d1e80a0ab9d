import { useMemo } from 'react';

import { useClient } from '../../../react/context.ts';
import { SchoolApi } from '../schoolApi.ts';

/** The school's own operations, with the authentication of the client. */
export function useSchoolApi(): SchoolApi {
  const { http } = useClient();
  return useMemo(() => new SchoolApi(http), [http]);
}
