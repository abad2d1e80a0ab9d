-- At COMMIT, for each deleted user: appends events that tell those who share a chat with them that they are
-- deleted, remove them from every chat and lift all blocks by and of them, and marks them offline. Deferred
-- for the same reason as create_chat_on_lesson_completed.
CREATE OR REPLACE FUNCTION public.leave_chats_on_user_delete()
RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    _connections bigint;
BEGIN
    PERFORM public.lock_head();

    INSERT INTO public.events (realm, kind, payload)
    SELECT c.realm, 'user_deleted', jsonb_build_object('user_id', OLD.id)
    FROM public.chat_participants AS p
    CROSS JOIN LATERAL (
        SELECT c.realm FROM public.chats AS c WHERE c.id = p.chat_id OFFSET 0
    ) AS c
    WHERE p.user_id + 0 = OLD.id
    ORDER BY p.chat_id
    LIMIT 1;

    INSERT INTO public.events (chat_id, kind, payload)
    SELECT p.chat_id, 'participant_left', jsonb_build_object('user_id', OLD.id)
    FROM public.chat_participants AS p
    WHERE p.user_id + 0 = OLD.id;

    INSERT INTO public.events (realm, kind, payload)
    SELECT b.realm, 'user_unblocked',
           jsonb_build_object('blocker_id', b.blocker_id, 'user_id', b.blocked_id)
    FROM public.blocks AS b
    WHERE b.blocker_id = OLD.id
       OR b.blocked_id = OLD.id;

    -- Locked before any row of presence, in the same order as everywhere.
    PERFORM public.lock_presence();
    DELETE FROM public.last_seen AS l WHERE l.user_id = OLD.id;
    DELETE FROM public.presence AS p WHERE p.user_id = OLD.id;
    GET DIAGNOSTICS _connections = ROW_COUNT;
    IF _connections > 0 THEN
        PERFORM public.notify_presence('{}', ARRAY[OLD.id]);
    END IF;

    RETURN NULL;
END;
$$;

DROP TRIGGER IF EXISTS leave_chats_on_user_delete ON public.users;

CREATE CONSTRAINT TRIGGER leave_chats_on_user_delete
    AFTER DELETE ON public.users
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION public.leave_chats_on_user_delete();
