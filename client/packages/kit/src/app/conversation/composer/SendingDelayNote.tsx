import type { ApiError } from '@vestnik/sdk';
import { ErrorMessage } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';

import { toErrorReason } from '../errorReason.ts';
import { strings } from '../strings.ts';
import styles from './SendingDelay.module.css';

export default function SendingDelayNote({ error }: { error: ApiError }) {
  const t = useStrings(strings);
  return (
    <div className={styles['delay']}>
      <ErrorMessage>{t.reasons[toErrorReason(error)]}</ErrorMessage>
    </div>
  );
}
