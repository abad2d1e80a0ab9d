-- At COMMIT, for each completed lesson: creates the chat of the teacher and the student if they
-- have none. Deferred, so that a long transaction over lessons does not hold the lock on the head.
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

    -- Before locking the head, because most pairs already have a chat.
    IF EXISTS (SELECT FROM public.chats AS c WHERE c.realm = _realm AND c.pair_key = _pair_key) THEN
        RETURN NULL;
    END IF;

    PERFORM public.lock_head();

    INSERT INTO public.events (realm, kind, payload)
    SELECT _realm,
           'chat_created',
           jsonb_build_object(
               'pair_key', _pair_key,
               'participants', jsonb_build_array(
                   jsonb_build_object('user_id', _lesson.teacher_id, 'role', 'teacher'),
                   jsonb_build_object('user_id', _lesson.student_id, 'role', 'student')
               )
           )
    WHERE NOT EXISTS (
        SELECT FROM public.chats AS c WHERE c.realm = _realm AND c.pair_key = _pair_key
    );

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
