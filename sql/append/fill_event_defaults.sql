-- Before each row is inserted that leaves something out: a plain INSERT INTO events, by hand or by
-- another trigger, works without knowing of positions. The server's own batches have all columns.
--
-- The head is locked for the first row of a statement and moved after the last one, by
-- after_append, which also checks that only the next positions are used. Meanwhile the last
-- position drawn is a setting of the transaction: if log_head were updated for each of 20,000
-- events, it would leave 20,000 row versions behind, all of which the next update reads.
CREATE OR REPLACE FUNCTION public.fill_event_defaults()
RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    _drawn text;
BEGIN
    IF NEW.position IS NULL THEN
        _drawn := current_setting('vestnik.drawn', true);
        NEW.position := 1 + CASE
            WHEN _drawn <> '' THEN _drawn::bigint
            ELSE public.lock_head()
        END;
        PERFORM set_config('vestnik.drawn', NEW.position::text, true);
    END IF;

    NEW.event_id := coalesce(NEW.event_id, public.uuid_v7());
    NEW.recorded_at := date_trunc('milliseconds', coalesce(NEW.recorded_at, clock_timestamp()));

    IF NEW.kind = 'chat_created' THEN
        NEW.chat_id := coalesce(NEW.chat_id, NEW.position);
    END IF;

    IF NEW.realm IS NULL THEN
        SELECT c.realm
        INTO NEW.realm
        FROM public.chats AS c
        WHERE c.id = NEW.chat_id;
    END IF;

    RETURN NEW;
END;
$$;

CREATE OR REPLACE TRIGGER fill_event_defaults
    BEFORE INSERT ON public.events
    FOR EACH ROW
    WHEN (NEW.position IS NULL OR NEW.event_id IS NULL OR NEW.realm IS NULL
          OR NEW.chat_id IS NULL OR NEW.recorded_at IS NULL)
    EXECUTE FUNCTION public.fill_event_defaults();
