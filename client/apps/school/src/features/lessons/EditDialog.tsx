import type { Lesson } from '@vestnik/sdk/school';
import { Button, Dialog, DialogActions, ErrorMessage } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { TriangleAlert } from 'lucide-react';

import styles from './ConflictWarning.module.css';
import { LessonFields } from './LessonFields.tsx';
import { strings } from './strings.ts';
import form from './ScheduleForm.module.css';
import { ScopeChoice } from './ScopeChoice.tsx';
import { useEditForm } from './useEditForm.ts';

interface EditDialogProps {
  lesson: Lesson;
  /** Whom the lesson is with. */
  title: string;
  isOpen: boolean;
  onClose: () => void;
}

/** Moves a lesson, or changes its length or subject. */
export function EditDialog({ isOpen, onClose, ...rest }: EditDialogProps) {
  const t = useStrings(strings);
  return (
    <Dialog title={t.editTitle} isOpen={isOpen} onClose={onClose}>
      <EditForm {...rest} onClose={onClose} />
    </Dialog>
  );
}

function EditForm({ lesson, title, onClose }: Omit<EditDialogProps, 'isOpen'>) {
  const t = useStrings(strings);
  const { input, change, save, isPending, isOverlapping, timeError, problem } = useEditForm(
    lesson,
    onClose,
  );
  return (
    <form
      className={form['form']}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <p>{title}</p>
      <LessonFields input={input} onChange={change} error={timeError} />
      {lesson.series_id === null ? null : (
        <ScopeChoice
          scope={input.scope}
          onChange={(scope) => {
            change({ scope });
          }}
        />
      )}
      <div aria-live="polite">
        {isOverlapping ? (
          <p className={styles['warning']}>
            <TriangleAlert size={18} aria-hidden="true" />
            {t.overlaps}
          </p>
        ) : null}
      </div>
      {problem === null ? null : <ErrorMessage>{problem}</ErrorMessage>}
      <DialogActions>
        <Button onClick={onClose}>{t.dismiss}</Button>
        <Button variant="primary" type="submit" isPending={isPending}>
          {isOverlapping ? t.saveAnyway : t.save}
        </Button>
      </DialogActions>
    </form>
  );
}
