-- Before each row is inserted that lacks a column: lets a plain INSERT INTO events, manual or by a
-- trigger, omit positions and ids, and adds what the files of a message are. The server's own batches have all.
--
-- Only imported events bring a time of their own; the time of others is the clock of the database. What
-- they say of their origin is replaced too: `server` is a session that became the role of the server,
-- which cannot insert but through routines of the owner such as append_batch(). So an INSERT cannot pass for
-- the server. after_append() checks who imports.
--
-- The head is locked for the first row of a statement; after_append moves it after the last one,
-- and checks that only the next positions are used. In between, a setting of the transaction holds
-- the last position that was assigned: updating log_head for each of 20,000 events would create
-- 20,000 row versions, all of which the next update reads.
CREATE OR REPLACE FUNCTION public.fill_event_defaults()
RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    _assigned text;
BEGIN
    IF NEW.position IS NULL THEN
        _assigned := current_setting('vestnik.assigned_position', true);
        NEW.position := 1 + CASE
            WHEN _assigned <> '' THEN _assigned::bigint
            ELSE public.lock_head()
        END;
        PERFORM set_config('vestnik.assigned_position', NEW.position::text, true);
    END IF;

    NEW.event_id := coalesce(NEW.event_id, public.uuid_v7());
    IF NEW.origin <> 'import' THEN
        NEW.recorded_at := NULL;
        NEW.origin := CASE current_setting('role')
            WHEN 'vestnik_server' THEN 'server'
            ELSE 'sql:' || session_user
        END;
    END IF;
    IF NEW.kind = 'message_sent' AND NEW.payload ? 'attachments' AND NEW.origin <> 'import'
        AND public.are_ids(NEW.payload -> 'attachments') THEN
        NEW.payload := public.with_files(NEW.payload);
    END IF;
    NEW.recorded_at := date_trunc('milliseconds', coalesce(
        NEW.recorded_at,
        greatest(clock_timestamp(), (SELECT h.latest_at FROM public.log_head AS h))
    ));

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
          OR NEW.chat_id IS NULL OR NEW.recorded_at IS NULL
          OR NOT (NEW.origin = 'import'
                  OR NEW.origin = 'server' AND current_setting('role') = 'vestnik_server'))
    EXECUTE FUNCTION public.fill_event_defaults();
