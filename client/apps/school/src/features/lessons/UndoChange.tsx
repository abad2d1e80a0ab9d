import { Button, ErrorMessage } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { Undo2 } from 'lucide-react';

import styles from './LessonActions.module.css';
import { strings } from './strings.ts';
import type { LessonRestoration } from './useLessonRestoration.ts';

interface UndoChangeProps {
  restoration: LessonRestoration;
  /** How many lessons it restores. */
  count: number;
  describedBy: string;
  onRestored: () => void;
}

export function UndoChange({ restoration, count, describedBy, onRestored }: UndoChangeProps) {
  const t = useStrings(strings);
  const restore = async () => {
    if (await restoration.restore()) onRestored();
  };
  return (
    <>
      <Button
        variant="quiet"
        icon={<Undo2 size={18} aria-hidden="true" />}
        aria-describedby={describedBy}
        isPending={restoration.isPending}
        onClick={() => void restore()}
      >
        {count > 1 ? t.undoMany(count) : t.undo}
      </Button>
      {restoration.problem === null ? null : (
        <div className={styles['problem']}>
          <ErrorMessage>{restoration.problem}</ErrorMessage>
        </div>
      )}
    </>
  );
}
