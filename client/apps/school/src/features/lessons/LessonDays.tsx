import type { Role } from '@vestnik/sdk';
import { useTimeFormat } from '@vestnik/ui/format';

import type { LessonDay } from './agenda.ts';
import type { FindLessonChat } from './lessonChats.ts';
import styles from './LessonDays.module.css';
import { LessonRow } from './LessonRow.tsx';

interface LessonDaysProps {
  days: readonly LessonDay[];
  role: Role;
  findChat: FindLessonChat;
  /** A lesson's status is about to be changed here. */
  onChanging: (id: number) => void;
}

export function LessonDays({ days, role, findChat, onChanging }: LessonDaysProps) {
  const { relativeDay, dayKey } = useTimeFormat();
  if (days.length === 0) return null;
  return (
    <div className={styles['days']}>
      {days.map(({ at, lessons }) => (
        <div key={dayKey(at)} className={styles['day']}>
          <h3 className={styles['date']}>{relativeDay(at)}</h3>
          <ul>
            {lessons.map((lesson) => (
              <LessonRow
                key={lesson.id}
                lesson={lesson}
                role={role}
                chatId={findChat(lesson)}
                onChanging={() => {
                  onChanging(lesson.id);
                }}
              />
            ))}
          </ul>
        </div>
      ))}
    </div>
  );
}
