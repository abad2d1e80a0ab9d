import type { Role } from '@vestnik/sdk';
import type { Lesson } from '@vestnik/sdk/school';
import { Badge } from '@vestnik/ui';
import { useDisplayName } from '@vestnik/ui/format';
import { useStrings } from '@vestnik/ui/i18n';
import { MessageSquare, Repeat } from 'lucide-react';
import { useEffect, useId, useRef } from 'react';

import { AppLink } from '../../app/AppLink.tsx';
import { LessonActions } from './LessonActions.tsx';
import styles from './LessonRow.module.css';
import { useLessonHours } from './lessonTime.ts';
import { strings } from './strings.ts';

interface LessonRowProps {
  lesson: Lesson;
  role: Role;
  /** The chat of the lesson's pair. */
  chatId: number | null;
  onChanging: () => void;
}

export function LessonRow({ lesson, role, chatId, onChanging }: LessonRowProps) {
  const t = useStrings(strings);
  const hours = useLessonHours();
  const title = useLessonTitle(role)(lesson);
  const titleId = useId();
  const what = useRef<HTMLDivElement>(null);
  const lastStatus = useRef(lesson.status);

  useEffect(() => {
    const hasChanged = lastStatus.current !== lesson.status;
    lastStatus.current = lesson.status;
    // The button that changed it is gone, and took the focus along.
    if (hasChanged && document.activeElement === document.body) what.current?.focus();
  }, [lesson.status]);

  return (
    <li className={styles['lesson']}>
      <div className={styles['main']}>
        <div ref={what} className={styles['what']} id={titleId} tabIndex={-1}>
          <time className={styles['time']} dateTime={lesson.scheduled_at}>
            {hours(lesson)}
          </time>{' '}
          <LessonTitle lesson={lesson} title={title} />
        </div>
        {chatId === null ? null : (
          <AppLink
            href={`/chats/${chatId}`}
            className={styles['chat']}
            title={t.toChat}
            aria-label={t.toChat}
            aria-describedby={titleId}
          >
            <MessageSquare size={18} aria-hidden="true" />
          </AppLink>
        )}
      </div>
      <StatusBadge status={lesson.status} />
      {role === 'admin' || role === 'teacher' ? (
        <LessonActions
          lesson={lesson}
          title={title}
          describedBy={titleId}
          onChanging={onChanging}
        />
      ) : null}
    </li>
  );
}

function LessonTitle({ lesson, title }: { lesson: Lesson; title: string }) {
  const t = useStrings(strings);
  return (
    <span className={styles['title']}>
      {title}
      {lesson.series_id === null ? null : (
        <span role="img" aria-label={t.repeated} title={t.repeated} className={styles['repeated']}>
          <Repeat size={14} aria-hidden="true" />
        </span>
      )}
      {lesson.subject === null ? null : <span className={styles['subject']}>{lesson.subject}</span>}
    </span>
  );
}

/** Whom a lesson is with, as seen by its reader. */
function useLessonTitle(role: Role): (lesson: Lesson) => string {
  const t = useStrings(strings);
  const displayName = useDisplayName();
  return ({ teacher_name, student_name }) => {
    if (role === 'teacher') return displayName(student_name);
    if (role === 'student') return displayName(teacher_name);
    return t.pair(displayName(teacher_name), displayName(student_name));
  };
}

function StatusBadge({ status }: { status: Lesson['status'] }) {
  const t = useStrings(strings);
  if (status === 'scheduled') return null;
  return status === 'completed' ? (
    <Badge tone="soft">{t.completed}</Badge>
  ) : (
    <Badge tone="quiet">{t.cancelled}</Badge>
  );
}
