import type { Role } from '@vestnik/sdk';

import { useTimeFormat } from '../../format/index.ts';
import type { LessonDay } from './agenda.ts';
import styles from './LessonDays.module.css';
import { LessonRow } from './LessonRow.tsx';

interface LessonDaysProps {
  days: readonly LessonDay[];
  role: Role;
  /** A lesson's status is about to be changed here. */
  onChanging: (id: number) => void;
}

export function LessonDays({ days, role, onChanging }: LessonDaysProps) {
  const { day, dayKey } = useTimeFormat();
  return days.map(({ at, lessons }) => (
    <div key={dayKey(at)}>
      <h3 className={styles['day']}>{day(at)}</h3>
      <ul className={styles['lessons']}>
        {lessons.map((lesson) => (
          <LessonRow
            key={lesson.id}
            lesson={lesson}
            role={role}
            onChanging={() => {
              onChanging(lesson.id);
            }}
          />
        ))}
      </ul>
    </div>
  ));
}
