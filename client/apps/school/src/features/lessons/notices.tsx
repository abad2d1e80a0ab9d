import { Button, ErrorMessage, IconButton } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { useErrorMessage } from '@vestnik/ui/errors';
import { Undo2, X } from 'lucide-react';
import { createContext, use, useState, type ReactNode } from 'react';

import { strings } from './strings.ts';
import styles from './notices.module.css';

/** What was done, and how to take it back. */
export interface Notice {
  readonly text: string;
  /** Absent: it cannot be taken back here. */
  readonly undo?: () => Promise<void>;
}

const NoticeContext = createContext<(notice: Notice) => void>(() => undefined);

/** Shows a notice below the page, instead of the last one. */
export function useNotify(): (notice: Notice) => void {
  return use(NoticeContext);
}

export function NoticeProvider({ children }: { children: ReactNode }) {
  const [notice, setNotice] = useState<Notice | null>(null);
  return (
    <NoticeContext value={setNotice}>
      {children}
      <div role="status" className={styles['region']}>
        {notice === null ? null : (
          <ShownNotice
            notice={notice}
            onClose={() => {
              setNotice(null);
            }}
          />
        )}
      </div>
    </NoticeContext>
  );
}

function ShownNotice({ notice, onClose }: { notice: Notice; onClose: () => void }) {
  const t = useStrings(strings);
  const errorMessage = useErrorMessage();
  const [isPending, setPending] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const { undo } = notice;
  const takeBack = async (run: () => Promise<void>) => {
    setPending(true);
    setError(null);
    try {
      await run();
      onClose();
    } catch (reason) {
      setError(reason);
    } finally {
      setPending(false);
    }
  };
  return (
    <div className={styles['notice']}>
      <span className={styles['text']}>{notice.text}</span>
      {undo === undefined ? null : (
        <Button
          variant="quiet"
          icon={<Undo2 size={18} aria-hidden="true" />}
          isPending={isPending}
          onClick={() => void takeBack(undo)}
        >
          {t.takeBack}
        </Button>
      )}
      <IconButton label={t.close} onClick={onClose}>
        <X size={18} aria-hidden="true" />
      </IconButton>
      {error === null ? null : <ErrorMessage>{errorMessage(error)}</ErrorMessage>}
    </div>
  );
}
