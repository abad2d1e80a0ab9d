import type { Lesson } from '@vestnik/sdk/school';
import { Button, Dialog, DialogActions, ErrorNote } from '@vestnik/ui';
import { useTimeFormat } from '@vestnik/ui/format';

import styles from './ChangeDialog.module.css';
import type { LessonChange } from './useLessonChange.ts';

interface ChangeDialogProps {
  lesson: Lesson;
  /** Whom the lesson is with. */
  title: string;
  change: LessonChange;
  words: {
    readonly question: string;
    readonly note?: string;
    readonly confirm: string;
    readonly dismiss: string;
  };
  variant: 'primary' | 'danger';
  isOpen: boolean;
  onClose: () => void;
}

/** Asks before a lesson gets another status. */
export function ChangeDialog(props: ChangeDialogProps) {
  const { lesson, title, change, words, variant, isOpen, onClose } = props;
  const { fullMoment } = useTimeFormat();
  return (
    <Dialog title={words.question} isOpen={isOpen} onClose={onClose}>
      <div className={styles['lesson']}>
        <p className={styles['title']}>{title}</p>
        <p>{fullMoment(lesson.scheduled_at)}</p>
      </div>
      {words.note === undefined ? null : <p className={styles['note']}>{words.note}</p>}
      {change.problem ? <ErrorNote>{change.problem}</ErrorNote> : null}
      <DialogActions>
        <Button onClick={onClose}>{words.dismiss}</Button>
        <Button variant={variant} isPending={change.isPending} onClick={() => void change.change()}>
          {words.confirm}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
