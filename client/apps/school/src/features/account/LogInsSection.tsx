import type { LogIn } from '@vestnik/sdk/school';
import { useLogIns } from '@vestnik/sdk/school/react';
import { Badge, Button, ConfirmDialog, ErrorMessage, Spinner } from '@vestnik/ui';
import { useTimeFormat } from '@vestnik/ui/format';
import { useStrings } from '@vestnik/ui/i18n';
import { useErrorMessage } from '@vestnik/ui/errors';
import { useState } from 'react';

import { useRequest } from '../../requests/index.ts';
import { AccountSection } from './AccountSection.tsx';
import { deviceName } from './deviceName.ts';
import styles from './LogInsSection.module.css';
import { strings } from './strings.ts';

/** The devices on which the user is signed in. */
export function LogInsSection() {
  const t = useStrings(strings);
  const errorMessage = useErrorMessage();
  const { data: logIns, isPending, error, refetch, end } = useLogIns();
  const [isConfirming, setIsConfirming] = useState(false);
  const others = (logIns ?? []).filter(({ current }) => !current);
  return (
    <AccountSection heading={t.logIns} hint={t.logInsHint}>
      {error === null ? null : <ErrorMessage onRetry={refetch}>{errorMessage(error)}</ErrorMessage>}
      {isPending ? <Spinner label={t.loadingLogIns} /> : null}
      <ul aria-label={t.logIns}>
        {logIns?.map((logIn) => (
          <LogInItem key={logIn.id} logIn={logIn} onEnd={() => end([logIn.id])} />
        ))}
      </ul>
      {others.length > 1 ? (
        <div>
          <Button
            onClick={() => {
              setIsConfirming(true);
            }}
          >
            {t.endOthers}
          </Button>
        </div>
      ) : null}
      {isConfirming ? (
        <ConfirmDialog
          title={t.endOthersQuestion}
          confirm={t.end}
          onConfirm={() => end(others.map(({ id }) => id))}
          onClose={() => {
            setIsConfirming(false);
          }}
        >
          <p>{t.endOthersHint}</p>
        </ConfirmDialog>
      ) : null}
    </AccountSection>
  );
}

interface LogInItemProps {
  logIn: LogIn;
  onEnd: () => Promise<void>;
}

function LogInItem({ logIn, onEnd }: LogInItemProps) {
  const t = useStrings(strings);
  const errorMessage = useErrorMessage();
  const { listTime } = useTimeFormat();
  const { isPending, error, run } = useRequest();
  const device = deviceName(logIn.device) ?? t.unknownDevice;
  return (
    <li className={styles['item']}>
      <div className={styles['lines']}>
        <p className={styles['device']}>{device}</p>
        <p className={styles['detail']}>
          {[logIn.address, t.lastUsed(listTime(logIn.last_used_at))].join(' · ')}
        </p>
      </div>
      {logIn.current ? (
        <Badge tone="soft">{t.thisDevice}</Badge>
      ) : (
        <Button aria-label={t.endOf(device)} isPending={isPending} onClick={() => void run(onEnd)}>
          {t.end}
        </Button>
      )}
      {error === null ? null : <ErrorMessage>{errorMessage(error)}</ErrorMessage>}
    </li>
  );
}
