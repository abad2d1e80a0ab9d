import type { Lesson } from '@vestnik/sdk/school';
import { useChats } from '@vestnik/sdk/react';
import { useStrings } from '@vestnik/ui/i18n';
import { useEffect, useId, useRef, type ReactNode } from 'react';

import { AppLink } from '../../app/AppLink.tsx';
import styles from './LessonCompletedMessage.module.css';
import { strings } from './strings.ts';

interface LessonCompletedMessageProps {
  lesson: Lesson;
  /** What else can be done. */
  children: ReactNode;
}

/** After a lesson was completed: what can be done now, instead of the buttons. */
export function LessonCompletedMessage({ lesson, children }: LessonCompletedMessageProps) {
  const t = useStrings(strings);
  const chat = useChats().data?.find(
    ({ type, members }) =>
      type === 'private' && members?.some(({ user }) => user.id === lesson.student_id) === true,
  );
  const doneId = useId();
  const link = useRef<HTMLAnchorElement>(null);

  useEffect(() => {
    // The button that was pressed is gone, and took the focus along.
    if (document.activeElement === document.body) link.current?.focus();
  }, []);

  return (
    <div className={styles['note']}>
      <span id={doneId}>{t.done}</span>{' '}
      <AppLink
        ref={link}
        href={chat ? `/chats/${chat.id}` : '/chats'}
        className={styles['link']}
        aria-describedby={doneId}
      >
        {t.write}
      </AppLink>
      {children}
    </div>
  );
}
