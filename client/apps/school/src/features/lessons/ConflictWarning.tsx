import type { Lesson } from '@vestnik/sdk/school';
import { useDisplayName, useTimeFormat } from '@vestnik/ui/format';
import { useStrings } from '@vestnik/ui/i18n';
import { TriangleAlert } from 'lucide-react';

import styles from './ConflictWarning.module.css';
import { useLessonHours } from './lessonTime.ts';
import { strings } from './strings.ts';

/** Conflicts that are shown one by one. */
const MAX_SHOWN = 5;

/** Warns of lessons that overlap. The lesson can be scheduled nevertheless. */
export function ConflictWarning({ conflicts }: { conflicts: readonly Lesson[] }) {
  const t = useStrings(strings);
  const displayName = useDisplayName();
  const { relativeDay } = useTimeFormat();
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
                  {relativeDay(lesson.scheduled_at)}, {hours(lesson)}{' '}
                  {t.pair(displayName(lesson.teacher_name), displayName(lesson.student_name))}
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
