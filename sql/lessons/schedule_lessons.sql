-- Schedules lessons of a teacher and a student at these times, all or none. No row if the pair has a lesson
-- at one of them that is not cancelled. With `_refuse`, an error if one overlaps with another lesson of
-- the teacher or the student. Otherwise the ids of the new lessons, and of those that overlap.
CREATE OR REPLACE FUNCTION public.schedule_lessons(
    _teacher_id bigint,
    _student_id bigint,
    _times      timestamptz[],
    _minutes    integer,
    _subject    text,
    _series_id  uuid,
    _refuse     boolean
)
RETURNS TABLE (lesson_ids bigint[], conflict_ids bigint[])
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- Two requests do not take one time of a person.
    PERFORM
    FROM public.users AS u
    WHERE u.id IN (_teacher_id, _student_id)
    ORDER BY u.id
    FOR NO KEY UPDATE;

    IF EXISTS (
        SELECT
        FROM public.lessons AS l
        WHERE l.teacher_id = _teacher_id
          AND l.student_id = _student_id
          AND l.scheduled_at = ANY (_times)
          AND l.status <> 'cancelled'
    ) THEN
        RETURN;
    END IF;

    conflict_ids := ARRAY(
        SELECT c.id
        FROM public.lesson_conflicts(
            _teacher_id, _student_id, _times,
            array_fill(_minutes, ARRAY[cardinality(_times)]), '{}'
        ) AS c (id)
    );
    IF _refuse AND conflict_ids <> '{}' THEN
        RAISE EXCEPTION 'lessons overlap'
            USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'lessons_overlap';
    END IF;

    WITH added AS (
        INSERT INTO public.lessons
            (teacher_id, student_id, scheduled_at, status, is_booked, subject, duration_minutes,
             series_id)
        SELECT _teacher_id, _student_id, t.at, 'scheduled', true, _subject, _minutes, _series_id
        FROM unnest(_times) AS t (at)
        ORDER BY t.at
        RETURNING id
    )
    SELECT array_agg(a.id ORDER BY a.id) INTO lesson_ids FROM added AS a;
    RETURN NEXT;
END;
$$;
