-- At COMMIT, for each completed lesson: creates the chat of the teacher and the student if they have
-- none. A lesson that becomes completed brings those of the two back who are no longer in it, and
-- restores it if it was deleted. Deferred, so that a long transaction over lessons does not hold the
-- lock on the head.
CREATE OR REPLACE FUNCTION public.create_chat_on_lesson_completed()
RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    _lesson   public.lessons;
    _realm    CONSTANT text := public.lesson_realm();
    _pair_key text;
    _both     jsonb;
    _chat     public.chats;
    _missing  jsonb;
BEGIN
    -- The row as it is at COMMIT: the lesson may no longer be completed.
    SELECT l.*
    INTO _lesson
    FROM public.lessons AS l
    WHERE l.id = NEW.id
      AND l.status = 'completed'
      AND l.teacher_id IS NOT NULL
      AND l.student_id IS NOT NULL;

    IF NOT FOUND THEN
        RETURN NULL;
    END IF;

    _pair_key := least(_lesson.teacher_id, _lesson.student_id)
        || ':' || greatest(_lesson.teacher_id, _lesson.student_id);

    _both := jsonb_build_array(
        jsonb_build_object('user_id', _lesson.teacher_id, 'role', 'teacher'),
        jsonb_build_object('user_id', _lesson.student_id, 'role', 'student')
    );

    -- First without the lock on the head, because most pairs are in their chat; then with it.
    FOR _is_locked IN 0 .. 1 LOOP
        IF _is_locked = 1 THEN
            PERFORM public.lock_head();
        END IF;

        SELECT c.*
        INTO _chat
        FROM public.chats AS c
        WHERE c.realm = _realm
          AND c.pair_key = _pair_key;

        _missing := (
            SELECT jsonb_agg(member)
            FROM jsonb_array_elements(_both) AS member
            WHERE NOT EXISTS (
                SELECT
                FROM public.active_participant(_chat.id, (member ->> 'user_id')::bigint)
            )
        );

        IF _chat.id IS NOT NULL AND (
            _missing IS NULL
            OR TG_OP = 'UPDATE' AND OLD.status = 'completed'
        ) THEN
            RETURN NULL;
        END IF;
    END LOOP;

    INSERT INTO public.events (realm, chat_id, kind, payload)
    SELECT _realm, _chat.id, event.kind, event.payload
    FROM (
        SELECT 'chat_created' AS kind,
               jsonb_build_object('pair_key', _pair_key, 'participants', _both) AS payload
        WHERE _chat.id IS NULL
        UNION ALL
        SELECT 'chat_restored', jsonb_build_object('participants', _both)
        WHERE _chat.deleted_at IS NOT NULL
        UNION ALL
        SELECT 'participant_joined', member
        FROM jsonb_array_elements(_missing) AS member
        WHERE _chat.id IS NOT NULL
          AND _chat.deleted_at IS NULL
    ) AS event;

    RETURN NULL;
END;
$$;

DROP TRIGGER IF EXISTS create_chat_on_lesson_completed ON public.lessons;

CREATE CONSTRAINT TRIGGER create_chat_on_lesson_completed
    AFTER INSERT OR UPDATE OF status ON public.lessons
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    WHEN (NEW.status = 'completed')
    EXECUTE FUNCTION public.create_chat_on_lesson_completed();
