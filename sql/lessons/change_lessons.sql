-- Changes a lesson or, with `_following`, this one and the scheduled later ones of the same teacher and
-- student in its series: the status, the time (the later ones move by as much), the subject (if
-- `_sets_subject`), the length; NULL: as it is. No row if there is no such lesson. With `_refuse`, an error if
-- a lesson that is moved, longer or scheduled again overlaps with another one of the teacher or the student.
-- Only scheduled lessons move.
CREATE OR REPLACE FUNCTION public.change_lessons(
    _id           bigint,
    _status       text,
    _at           timestamptz,
    _minutes      integer,
    _sets_subject boolean,
    _subject      text,
    _following    boolean,
    _refuse       boolean
)
RETURNS TABLE (lesson_ids bigint[], conflict_ids bigint[])
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    _lesson public.lessons;
    _shift  interval;
    _one    bigint;
BEGIN
    SELECT l.* INTO _lesson FROM public.lessons AS l WHERE l.id = _id;
    PERFORM
    FROM public.users AS u
    WHERE u.id IN (_lesson.teacher_id, _lesson.student_id)
    ORDER BY u.id
    FOR NO KEY UPDATE;
    SELECT l.* INTO _lesson FROM public.lessons AS l WHERE l.id = _id FOR UPDATE;
    IF NOT FOUND THEN
        RETURN;
    END IF;

    IF (_at IS NOT NULL OR _minutes IS NOT NULL)
        AND coalesce(_status, _lesson.status) <> 'scheduled'
    THEN
        RAISE EXCEPTION 'only scheduled lessons move'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'lessons_moved';
    END IF;

    -- In seconds: days would depend on the time zone of the session.
    _shift := coalesce(
        extract(epoch FROM _at - _lesson.scheduled_at)::float8 * interval '1 second', interval '0'
    );
    lesson_ids := ARRAY(
        SELECT _id
        UNION
        SELECT l.id
        FROM public.lessons AS l
        WHERE _following
          AND l.series_id = _lesson.series_id
          AND l.teacher_id IS NOT DISTINCT FROM _lesson.teacher_id
          AND l.student_id IS NOT DISTINCT FROM _lesson.student_id
          AND l.scheduled_at >= _lesson.scheduled_at
          AND l.status = 'scheduled'
        ORDER BY 1
    );

    -- One after the other, so that none moves to the time that the next one has not left yet.
    FOR _one IN
        SELECT l.id
        FROM public.lessons AS l
        WHERE l.id = ANY (lesson_ids)
        ORDER BY CASE
            WHEN _shift > interval '0' THEN -extract(epoch FROM l.scheduled_at)
            ELSE extract(epoch FROM l.scheduled_at)
        END
    LOOP
        UPDATE public.lessons AS l
        SET status = coalesce(_status, l.status),
            scheduled_at = l.scheduled_at + _shift,
            duration_minutes = coalesce(_minutes, l.duration_minutes),
            subject = CASE WHEN _sets_subject THEN _subject ELSE l.subject END
        WHERE l.id = _one
          AND (
              l.status IS DISTINCT FROM coalesce(_status, l.status)
              OR _shift <> interval '0'
              OR _minutes IS NOT NULL
              OR _sets_subject
          );
    END LOOP;

    conflict_ids := '{}';
    IF _at IS NOT NULL OR _minutes IS NOT NULL
        OR _status = 'scheduled' AND _lesson.status <> 'scheduled'
    THEN
        conflict_ids := ARRAY(
            SELECT c.id
            FROM (
                SELECT array_agg(l.scheduled_at ORDER BY l.id) AS times,
                       array_agg(l.duration_minutes ORDER BY l.id) AS minutes
                FROM public.lessons AS l
                WHERE l.id = ANY (lesson_ids)
            ) AS moved
            CROSS JOIN LATERAL public.lesson_conflicts(
                _lesson.teacher_id, _lesson.student_id, moved.times, moved.minutes, lesson_ids
            ) AS c (id)
        );
    END IF;
    IF _refuse AND conflict_ids <> '{}' THEN
        RAISE EXCEPTION 'lessons overlap'
            USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'lessons_overlap';
    END IF;
    RETURN NEXT;
END;
$$;
