import { Button, ErrorNote } from '@vestnik/ui';
import { useText } from '@vestnik/ui/i18n';
import { Undo2 } from 'lucide-react';

import styles from './LessonActions.module.css';
import { messages } from './messages.ts';
import type { LessonChange } from './useLessonChange.ts';

interface UndoChangeProps {
  /** Makes the lesson a scheduled one again. */
  restoration: LessonChange;
  describedBy: string;
  onRestored: () => void;
}

export function UndoChange({ restoration, describedBy, onRestored }: UndoChangeProps) {
  const t = useText(messages);
  const restore = async () => {
    if (await restoration.change()) onRestored();
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
        {t.undo}
      </Button>
      {restoration.problem === null ? null : (
        <div className={styles['problem']}>
          <ErrorNote>{restoration.problem}</ErrorNote>
        </div>
      )}
    </>
  );
}
