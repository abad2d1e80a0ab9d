import { NotificationChoice, SoundSwitch } from '@vestnik/kit/app';
import { useSession } from '@vestnik/sdk/react';

import { chatConfig } from '../model/services/config.ts';

export default function NotificationSwitches() {
  const { user } = useSession();
  const scope = chatConfig().serviceWorkerScope;
  return (
    <>
      <SoundSwitch />
      {user === null || scope === undefined ? null : (
        <NotificationChoice userId={user.id} scope={scope} />
      )}
    </>
  );
}
