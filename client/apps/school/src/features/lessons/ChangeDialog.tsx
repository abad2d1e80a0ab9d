import type { Lesson, LessonScope } from '@vestnik/sdk/school';
import { Button, Dialog, DialogActions, ErrorMessage } from '@vestnik/ui';
import { useTimeFormat } from '@vestnik/ui/format';
import { useState } from 'react';

import styles from './ChangeDialog.module.css';
import { ScopeChoice } from './ScopeChoice.tsx';
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
  /** Whether lessons that follow in the series can be changed too. */
  hasScope?: boolean;
  isOpen: boolean;
  onClose: () => void;
}

/** Asks before a lesson gets another status. */
export function ChangeDialog({ isOpen, ...rest }: ChangeDialogProps) {
  return (
    <Dialog title={rest.words.question} isOpen={isOpen} onClose={rest.onClose}>
      <Question {...rest} />
    </Dialog>
  );
}

function Question(props: Omit<ChangeDialogProps, 'isOpen'>) {
  const { lesson, title, change, words, variant, hasScope = false, onClose } = props;
  const { fullDateTime } = useTimeFormat();
  const [scope, setScope] = useState<LessonScope>('one');
  return (
    <>
      <div className={styles['lesson']}>
        <p className={styles['title']}>{title}</p>
        <p>{fullDateTime(lesson.scheduled_at)}</p>
      </div>
      {words.note === undefined ? null : <p className={styles['note']}>{words.note}</p>}
      {hasScope && lesson.series_id !== null ? (
        <ScopeChoice scope={scope} onChange={setScope} />
      ) : null}
      {change.problem ? <ErrorMessage>{change.problem}</ErrorMessage> : null}
      <DialogActions>
        <Button onClick={onClose}>{words.dismiss}</Button>
        <Button
          variant={variant}
          isPending={change.isPending}
          onClick={() => void change.change(scope)}
        >
          {words.confirm}
        </Button>
      </DialogActions>
    </>
  );
}
