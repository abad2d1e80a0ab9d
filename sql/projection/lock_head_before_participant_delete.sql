-- DELETE FROM chat_participants, typed by hand, is a way to remove someone that
-- people will try. It becomes what it means: a `participant_left` event for each
-- row, whose projection marks the row as left (so psql says "DELETE 0").
-- The head is taken before any row is locked, in the same order as every append,
-- so that this cannot deadlock with one.
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
