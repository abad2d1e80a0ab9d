import type { Role } from '@vestnik/sdk';
import type { Lesson } from '@vestnik/sdk/school';
import { useLessons } from '@vestnik/sdk/school/react';
import { Button, CopyNote, EmptyState, ErrorMessage, LoadMore, Page, Spinner } from '@vestnik/ui';
import { useTimeFormat } from '@vestnik/ui/format';
import { useStrings } from '@vestnik/ui/i18n';
import { useErrorMessage } from '@vestnik/ui/errors';
import { CalendarDays, Plus } from 'lucide-react';
import { useMemo, useState } from 'react';

import { buildAgenda } from './agenda.ts';
import { useLessonChats } from './lessonChats.ts';
import { LessonDays } from './LessonDays.tsx';
import styles from './LessonsPage.module.css';
import { strings } from './strings.ts';
import { NoticeProvider } from './notices.tsx';
import { ScheduleDialog } from './ScheduleDialog.tsx';

/** A teacher's or a student's own lessons; an admin's page has everyone's. */
export function LessonsPage({ role }: { role: Role }) {
  const t = useStrings(strings);
  const [isScheduling, setIsScheduling] = useState(false);
  return (
    <Page
      heading={t.lessons}
      actions={
        role === 'admin' ? (
          <Button
            variant="primary"
            icon={<Plus size={18} aria-hidden="true" />}
            onClick={() => {
              setIsScheduling(true);
            }}
          >
            {t.schedule}
          </Button>
        ) : null
      }
    >
      <NoticeProvider>
        <Lessons role={role} />
        <ScheduleDialog
          isOpen={isScheduling}
          onClose={() => {
            setIsScheduling(false);
          }}
        />
      </NoticeProvider>
    </Page>
  );
}

const NO_LESSONS: readonly Lesson[] = [];

function Lessons({ role }: { role: Role }) {
  const t = useStrings(strings);
  const errorMessage = useErrorMessage();
  const { data: lessons = NO_LESSONS, isPending, isCopy, error, refetch, ...more } = useLessons();
  const { agenda, pin } = useAgenda(lessons);
  const findChat = useLessonChats();

  if (isPending) return <Spinner isCentred label={t.loading} />;
  const problem = isCopy ? (
    <CopyNote onRetry={refetch} />
  ) : error ? (
    <ErrorMessage onRetry={refetch}>{errorMessage(error)}</ErrorMessage>
  ) : null;
  if (lessons.length === 0 && !isCopy) return problem ?? <NoLessons role={role} />;
  return (
    <>
      {problem}
      <section className={styles['section']} aria-labelledby="lessons-planned">
        <h2 className={styles['heading']} id="lessons-planned">
          {t.planned}
        </h2>
        {agenda.planned.length === 0 ? <p className={styles['none']}>{t.nonePlanned}</p> : null}
        <LessonDays days={agenda.planned} role={role} findChat={findChat} onChanging={pin} />
      </section>
      {agenda.past.length > 0 ? (
        <section className={styles['section']} aria-labelledby="lessons-past">
          <h2 className={styles['heading']} id="lessons-past">
            {t.past}
          </h2>
          <LessonDays days={agenda.past} role={role} findChat={findChat} onChanging={pin} />
        </section>
      ) : null}
      <LoadMore {...more} hasFailed={error !== null} />
    </>
  );
}

function useAgenda(lessons: readonly Lesson[]) {
  const { dayKey } = useTimeFormat();
  const [pinnedIds, setPinnedIds] = useState<ReadonlySet<number>>(new Set());
  const agenda = useMemo(
    () => buildAgenda(lessons, dayKey, pinnedIds),
    [lessons, dayKey, pinnedIds],
  );
  const pin = (id: number) => {
    setPinnedIds((before) => new Set(before).add(id));
  };
  return { agenda, pin };
}

function NoLessons({ role }: { role: Role }) {
  const t = useStrings(strings);
  return (
    <EmptyState icon={<CalendarDays size={28} />} title={t.none}>
      <p>{role === 'admin' ? t.noneAdmin : role === 'teacher' ? t.noneTeacher : t.noneStudent}</p>
    </EmptyState>
  );
}
