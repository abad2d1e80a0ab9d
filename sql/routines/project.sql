-- Turns the events at positions _from to _to into the read model, set by set. It is
-- the one implementation: the trigger after_append calls it for the rows just
-- appended, in their own transaction; a rebuild calls it over the whole log in chunks.
--
-- The result does not depend on how the log is cut into ranges: each step depends on
-- earlier steps only, and within a step either order does not matter (greatest, counts)
-- or the latest event of the range wins. How look-ups are written, and the planner settings:
-- append_batch.sql. A row that is to be updated is found by its key first, and then taken from
-- where it lies (ctid), since a join with the table that is updated could be planned either way.
CREATE OR REPLACE FUNCTION public.project(_from bigint, _to bigint)
RETURNS void
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
SET jit = off
AS $$
DECLARE
    _kinds text[];
    _stray bigint;
BEGIN
    SELECT array_agg(DISTINCT e.kind)
    INTO _kinds
    FROM public.events AS e
    WHERE e.position BETWEEN _from AND _to;

    PERFORM set_config('vestnik.projecting', 'on', true);

    IF 'chat_created' = ANY (_kinds) THEN
        PERFORM public.project_chats(_from, _to);
    END IF;

    -- An event typed by hand may name a chat that is not there: it must not be
    -- appended and then be missing from the read model.
    SELECT e.chat_id
    INTO _stray
    FROM public.events AS e
    WHERE e.position BETWEEN _from AND _to
      AND e.chat_id IS NOT NULL
      AND e.realm IS DISTINCT FROM (SELECT c.realm FROM public.chats AS c WHERE c.id = e.chat_id)
    LIMIT 1;

    IF FOUND THEN
        RAISE EXCEPTION 'there is no chat % in that realm', _stray
            USING ERRCODE = 'foreign_key_violation';
    END IF;

    IF 'message_sent' = ANY (_kinds) THEN
        PERFORM public.project_sent(_from, _to);
    END IF;
    IF 'message_edited' = ANY (_kinds) THEN
        PERFORM public.project_edited(_from, _to);
    END IF;
    IF 'message_deleted' = ANY (_kinds) THEN
        PERFORM public.project_deleted(_from, _to);
    END IF;
    IF _kinds && ARRAY['chat_created', 'chat_restored', 'participant_joined', 'participant_left'] THEN
        PERFORM public.project_participants(_from, _to);
    END IF;
    IF _kinds && ARRAY['chat_deleted', 'chat_restored'] THEN
        PERFORM public.project_endings(_from, _to);
    END IF;
    IF _kinds && ARRAY['message_sent', 'chat_read'] THEN
        PERFORM public.project_reads(_from, _to);
    END IF;

    IF 'chat_hidden' = ANY (_kinds) THEN
        PERFORM public.project_hidden(_from, _to);
    END IF;
    IF _kinds && ARRAY['user_blocked', 'user_unblocked', 'participant_blocked', 'participant_unblocked'] THEN
        PERFORM public.project_blocks(_from, _to);
    END IF;
    IF _kinds && ARRAY['message_reported', 'report_resolved'] THEN
        PERFORM public.project_reports(_from, _to);
    END IF;
    IF _kinds && ARRAY['user_banned', 'user_unbanned'] THEN
        PERFORM public.project_bans(_from, _to);
    END IF;

    PERFORM set_config('vestnik.projecting', 'off', true);
END;
$$;
