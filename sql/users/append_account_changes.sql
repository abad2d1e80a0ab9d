-- At COMMIT, once for all changes of accounts that the transaction made: appends their events. Deferred for the same
-- reason as create_chat_on_lesson_completed: so a long transaction over users does not hold the lock on the head,
-- and everybody locks the head after users, as leave_chats_on_user_delete does.
CREATE OR REPLACE FUNCTION public.append_account_changes()
RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- The first of these rows appends the events of all.
    IF current_setting('vestnik.account_changes', true) IS DISTINCT FROM 'waiting' THEN
        RETURN NULL;
    END IF;
    PERFORM set_config('vestnik.account_changes', '', true);

    PERFORM public.lock_head();
    WITH taken AS (
        DELETE FROM public.account_changes RETURNING *
    )
    INSERT INTO public.events (realm, kind, actor_id, payload)
    SELECT coalesce(
               t.realm,
               (SELECT r.realm FROM public.realms AS r ORDER BY r.retired_at IS NOT NULL, r.realm LIMIT 1)
           ),
           t.kind,
           t.actor_id,
           jsonb_strip_nulls(t.payload || jsonb_build_object('via_key', t.via_key))
    FROM taken AS t
    ORDER BY t.id;
    RETURN NULL;
END;
$$;

DROP TRIGGER IF EXISTS append_account_changes ON public.account_changes;

CREATE CONSTRAINT TRIGGER append_account_changes
    AFTER INSERT ON public.account_changes
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION public.append_account_changes();
