import type { Lesson } from '@vestnik/sdk/school';
import { usePersonName, useTimeFormat } from '@vestnik/ui/format';
import { useText } from '@vestnik/ui/i18n';
import { TriangleAlert } from 'lucide-react';

import styles from './ConflictWarning.module.css';
import { useLessonHours } from './lessonTime.ts';
import { messages } from './messages.ts';

/** Conflicts that are shown one by one. */
const MAX_SHOWN = 5;

/** Warns of lessons that overlap. The lesson can be scheduled nevertheless. */
export function ConflictWarning({ conflicts }: { conflicts: readonly Lesson[] }) {
  const t = useText(messages);
  const personName = usePersonName();
  const { day } = useTimeFormat();
  const hours = useLessonHours();
  const hidden = conflicts.length - MAX_SHOWN;
  return (
    <div aria-live="polite">
      {conflicts.length === 0 ? null : (
        <div className={styles['warning']}>
          <TriangleAlert size={18} aria-hidden="true" />
          <div>
            <p>{t.conflict}</p>
            <ul>
              {conflicts.slice(0, MAX_SHOWN).map((lesson) => (
                <li key={lesson.id}>
                  {day(lesson.scheduled_at)}, {hours(lesson)}{' '}
                  {t.pair(personName(lesson.teacher_name), personName(lesson.student_name))}
                </li>
              ))}
              {hidden > 0 ? <li>{t.moreConflicts(hidden)}</li> : null}
            </ul>
          </div>
        </div>
      )}
    </div>
  );
}
