-- Before a manual DELETE FROM chat_participants (participant_delete_to_event.sql): locks the head
-- before any row, in the same order as every append, so that the two cannot deadlock.
CREATE OR REPLACE FUNCTION public.lock_head_before_participant_delete()
RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM public.lock_head();
    RETURN NULL;
END;
$$;

CREATE OR REPLACE TRIGGER lock_head_before_participant_delete
    BEFORE DELETE ON public.chat_participants
    FOR EACH STATEMENT
    WHEN (current_setting('vestnik.projecting', true) IS DISTINCT FROM 'on')
    EXECUTE FUNCTION public.lock_head_before_participant_delete();
