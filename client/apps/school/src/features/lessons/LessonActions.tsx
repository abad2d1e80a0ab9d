import type { Lesson } from '@vestnik/sdk/school';
import { Button, ErrorMessage } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { useState } from 'react';

import { ChangeDialog } from './ChangeDialog.tsx';
import { LessonCompletedMessage } from './LessonCompletedMessage.tsx';
import { EditDialog } from './EditDialog.tsx';
import styles from './LessonActions.module.css';
import { strings } from './strings.ts';
import { UndoChange } from './UndoChange.tsx';
import { useLessonChange, type LessonChange } from './useLessonChange.ts';
import { useLessonRestoration } from './useLessonRestoration.ts';

type Question = 'complete' | 'cancel' | 'edit';

interface LessonActionsProps {
  lesson: Lesson;
  title: string;
  /** The element that says which lesson it is: every lesson has the same buttons. */
  describedBy: string;
  onChanging: () => void;
}

/** What a teacher or an admin can do with a lesson that is still to be given. */
export function LessonActions({ lesson, title, describedBy, onChanging }: LessonActionsProps) {
  const completion = useLessonChange(lesson, 'completed', onChanging);
  const cancellation = useLessonChange(lesson, 'cancelled', onChanging);
  const doneIds = [...completion.changedIds, ...cancellation.changedIds];
  const restoration = useLessonRestoration(doneIds);
  const [question, setQuestion] = useState<Question | null>(null);
  const close = () => {
    setQuestion(null);
  };

  if (doneIds.length > 0) {
    const undo = (
      <UndoChange
        restoration={restoration}
        count={doneIds.length}
        describedBy={describedBy}
        onRestored={() => {
          completion.reset();
          cancellation.reset();
          close();
        }}
      />
    );
    return completion.changedIds.length > 0 ? (
      <LessonCompletedMessage lesson={lesson}>{undo}</LessonCompletedMessage>
    ) : (
      undo
    );
  }
  // While it is being completed the buttons stay: the note that replaces them takes the focus.
  if (lesson.status !== 'scheduled' && !completion.isPending) return null;
  return (
    <>
      <ActionButtons
        lesson={lesson}
        describedBy={describedBy}
        completion={completion}
        onAsk={setQuestion}
      />
      {completion.problem && question === null ? (
        <div className={styles['problem']}>
          <ErrorMessage>{completion.problem}</ErrorMessage>
        </div>
      ) : null}
      <LessonQuestions
        lesson={lesson}
        title={title}
        completion={completion}
        cancellation={cancellation}
        question={question}
        onClose={close}
      />
    </>
  );
}

interface ActionButtonsProps {
  lesson: Lesson;
  describedBy: string;
  completion: LessonChange;
  onAsk: (question: Question) => void;
}

function ActionButtons({ lesson, describedBy, completion, onAsk }: ActionButtonsProps) {
  const t = useStrings(strings);
  return (
    <div className={styles['actions']}>
      <Button
        variant="quiet"
        aria-label={t.editNamed}
        aria-describedby={describedBy}
        onClick={() => {
          onAsk('edit');
        }}
      >
        {t.edit}
      </Button>
      <Button
        variant="quiet"
        aria-label={t.cancelNamed}
        aria-describedby={describedBy}
        onClick={() => {
          onAsk('cancel');
        }}
      >
        {t.cancel}
      </Button>
      <Button
        variant={hasBegun(lesson) ? 'primary' : 'plain'}
        aria-label={t.completeNamed}
        aria-describedby={describedBy}
        isPending={completion.isPending}
        onClick={() => {
          if (hasBegun(lesson)) void completion.change();
          else onAsk('complete');
        }}
      >
        {t.complete}
      </Button>
    </div>
  );
}

interface LessonQuestionsProps {
  lesson: Lesson;
  title: string;
  completion: LessonChange;
  cancellation: LessonChange;
  question: Question | null;
  onClose: () => void;
}

function LessonQuestions(props: LessonQuestionsProps) {
  const { lesson, title, completion, cancellation, question, onClose } = props;
  const t = useStrings(strings);
  return (
    <>
      <ChangeDialog
        lesson={lesson}
        title={title}
        change={completion}
        words={{
          question: t.completeTitle,
          note: t.notBegun,
          confirm: t.completeNamed,
          dismiss: t.dismiss,
        }}
        variant="primary"
        isOpen={question === 'complete'}
        onClose={onClose}
      />
      <ChangeDialog
        lesson={lesson}
        title={title}
        change={cancellation}
        words={{ question: t.cancelTitle, confirm: t.cancelNamed, dismiss: t.keep }}
        variant="danger"
        hasScope
        isOpen={question === 'cancel'}
        onClose={onClose}
      />
      <EditDialog lesson={lesson} title={title} isOpen={question === 'edit'} onClose={onClose} />
    </>
  );
}

/** One that is yet to begin is completed by mistake more often than on purpose. */
function hasBegun(lesson: Lesson): boolean {
  return Date.parse(lesson.scheduled_at) <= Date.now();
}
