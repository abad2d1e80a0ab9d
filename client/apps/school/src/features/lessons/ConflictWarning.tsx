import { useLessons } from '@vestnik/sdk/school/react';
import { usePersonName, useTimeFormat } from '@vestnik/ui/format';
import { useText } from '@vestnik/ui/i18n';
import { TriangleAlert } from 'lucide-react';
import { useMemo } from 'react';

import { conflictsWith, type PlannedLesson } from './conflicts.ts';
import styles from './ConflictWarning.module.css';
import { messages } from './messages.ts';

/** Warns of loaded lessons at about the same time. The lesson can be scheduled nevertheless. */
export function ConflictWarning({ teacherId, studentId, at }: PlannedLesson) {
  const t = useText(messages);
  const personName = usePersonName();
  const { clock } = useTimeFormat();
  const { lessons } = useLessons();
  const conflicts = useMemo(
    () => conflictsWith({ teacherId, studentId, at }, lessons),
    [teacherId, studentId, at, lessons],
  );
  return (
    <div aria-live="polite">
      {conflicts.length === 0 ? null : (
        <div className={styles['warning']}>
          <TriangleAlert size={18} aria-hidden="true" />
          <div>
            <p>{t.conflict}</p>
            <ul>
              {conflicts.map(({ id, scheduled_at, teacher_name, student_name }) => (
                <li key={id}>
                  {clock(scheduled_at)} {t.pair(personName(teacher_name), personName(student_name))}
                </li>
              ))}
            </ul>
          </div>
        </div>
      )}
    </div>
  );
}
