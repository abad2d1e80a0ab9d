-- DELETE FROM chat_participants, typed by hand, is a way to remove someone that
-- people will try. It becomes what it means: a `participant_left` event for each
-- row, whose projection marks the row as left (so psql says "DELETE 0").
-- The head is taken before any row is locked, in the same order as every append,
-- so that this cannot deadlock with one.
CREATE OR REPLACE FUNCTION public.take_head_before_removal()
RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM public.take_head();
    RETURN NULL;
END;
$$;

CREATE OR REPLACE FUNCTION public.removal_by_hand()
RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF OLD.left_at IS NULL THEN
        INSERT INTO public.events (chat_id, kind, payload)
        VALUES (OLD.chat_id, 'participant_left', jsonb_build_object('user_id', OLD.user_id));
    END IF;
    RETURN NULL;
END;
$$;

CREATE OR REPLACE TRIGGER take_head_before_removal
    BEFORE DELETE ON public.chat_participants
    FOR EACH STATEMENT
    WHEN (current_setting('vestnik.projecting', true) IS DISTINCT FROM 'on')
    EXECUTE FUNCTION public.take_head_before_removal();

CREATE OR REPLACE TRIGGER removal_by_hand
    BEFORE DELETE ON public.chat_participants
    FOR EACH ROW
    WHEN (current_setting('vestnik.projecting', true) IS DISTINCT FROM 'on')
    EXECUTE FUNCTION public.removal_by_hand();
