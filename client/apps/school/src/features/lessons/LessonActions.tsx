import type { Lesson } from '@vestnik/sdk';
import { Button, ErrorNote } from '@vestnik/ui';
import { useText } from '@vestnik/ui/i18n';
import { useState } from 'react';

import { CancelDialog } from './CancelDialog.tsx';
import { CompletedNote } from './CompletedNote.tsx';
import styles from './LessonActions.module.css';
import { messages } from './messages.ts';
import { useLessonChange } from './useLessonChange.ts';

interface LessonActionsProps {
  lesson: Lesson;
  title: string;
  /** The element that says which lesson it is: every lesson has the same buttons. */
  describedBy: string;
  onChanging: () => void;
}

/** What a teacher or an admin can do with a lesson that is still to be given. */
export function LessonActions({ lesson, title, describedBy, onChanging }: LessonActionsProps) {
  const t = useText(messages);
  const completion = useLessonChange(lesson, 'completed', onChanging);
  const [isCancelling, setIsCancelling] = useState(false);

  if (completion.isDone) return <CompletedNote lesson={lesson} />;
  // While it is being completed the buttons stay: the note that replaces them takes the focus.
  if (lesson.status !== 'scheduled' && !completion.isPending) return null;
  return (
    <>
      <div className={styles['actions']}>
        <Button
          variant="quiet"
          aria-label={t.cancelNamed}
          aria-describedby={describedBy}
          onClick={() => {
            setIsCancelling(true);
          }}
        >
          {t.cancel}
        </Button>
        <Button
          variant={hasBegun(lesson) ? 'primary' : 'plain'}
          aria-describedby={describedBy}
          isPending={completion.isPending}
          onClick={() => void completion.change()}
        >
          {t.complete}
        </Button>
      </div>
      {completion.problem ? (
        <div className={styles['problem']}>
          <ErrorNote>{completion.problem}</ErrorNote>
        </div>
      ) : null}
      <CancelDialog
        lesson={lesson}
        title={title}
        isOpen={isCancelling}
        onClose={() => {
          setIsCancelling(false);
        }}
        onChanging={onChanging}
      />
    </>
  );
}

/** Only then is completing it what one most likely came for. */
function hasBegun(lesson: Lesson): boolean {
  return Date.parse(lesson.scheduled_at) <= Date.now();
}
