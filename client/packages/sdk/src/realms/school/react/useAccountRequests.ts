import { useMemo } from 'react';

import { createNativeHttp } from '../../../http/nativeHttp.ts';
import { useClient } from '../../../react/context.ts';
import { AccountLinks, OwnAccount, PeopleAdmin } from '../accounts/index.ts';

export interface AccountRequests {
  readonly own: OwnAccount;
  readonly links: AccountLinks;
  readonly people: PeopleAdmin;
}

/** The requests of accounts that the server keeps, with the authentication of the client. */
export function useAccountRequests(): AccountRequests {
  const { http, realm } = useClient();
  return useMemo(() => {
    const native = createNativeHttp(http);
    return {
      own: new OwnAccount(native, realm),
      links: new AccountLinks(native, realm),
      people: new PeopleAdmin(native, realm),
    };
  }, [http, realm]);
}
