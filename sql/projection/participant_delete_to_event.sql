-- For each row of a manual DELETE FROM chat_participants: appends a `participant_left` event
-- instead, whose projection moves the row to `former_participants`. So psql prints "DELETE 0".
CREATE OR REPLACE FUNCTION public.participant_delete_to_event()
RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    INSERT INTO public.events (chat_id, kind, payload)
    VALUES (OLD.chat_id, 'participant_left', jsonb_build_object('user_id', OLD.user_id));
    RETURN NULL;
END;
$$;

CREATE OR REPLACE TRIGGER participant_delete_to_event
    BEFORE DELETE ON public.chat_participants
    FOR EACH ROW
    WHEN (current_setting('vestnik.projecting', true) IS DISTINCT FROM 'on')
    EXECUTE FUNCTION public.participant_delete_to_event();
