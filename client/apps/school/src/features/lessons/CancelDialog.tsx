import type { Lesson } from '@vestnik/sdk';
import { Button, Dialog, DialogActions, ErrorNote } from '@vestnik/ui';
import { useTimeFormat } from '@vestnik/ui/format';
import { useText } from '@vestnik/ui/i18n';

import styles from './CancelDialog.module.css';
import { messages } from './messages.ts';
import { useLessonChange } from './useLessonChange.ts';

interface CancelDialogProps {
  lesson: Lesson;
  title: string;
  isOpen: boolean;
  onClose: () => void;
  onChanging: () => void;
}

export function CancelDialog({ lesson, title, isOpen, onClose, onChanging }: CancelDialogProps) {
  const t = useText(messages);
  const { fullMoment } = useTimeFormat();
  const { change, isPending, problem } = useLessonChange(lesson, 'cancelled', onChanging);
  return (
    <Dialog title={t.cancelTitle} isOpen={isOpen} onClose={onClose}>
      <div className={styles['lesson']}>
        <p className={styles['title']}>{title}</p>
        <p>{fullMoment(lesson.scheduled_at)}</p>
      </div>
      {problem ? <ErrorNote>{problem}</ErrorNote> : null}
      <DialogActions>
        <Button onClick={onClose}>{t.keep}</Button>
        <Button variant="danger" isPending={isPending} onClick={() => void change()}>
          {t.cancelNamed}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
