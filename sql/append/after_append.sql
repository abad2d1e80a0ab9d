-- After each statement that inserted into events: checks that its rows continue the log and that their
-- origin is allowed, moves the head, notes times that do not follow positions, updates the read model, and
-- notifies the replicas. A replica that misses a notification reads the log by position.
--
-- The settings are for project() and notify_appended(): append_batch.sql explains them.
CREATE OR REPLACE FUNCTION public.after_append()
RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
SET jit = off
AS $$
DECLARE
    _first    bigint;
    _last     bigint;
    _rows     bigint;
    _kinds    text[];
    _first_at timestamptz;
    _last_at  timestamptz;
    _imports  boolean;
    _latest   CONSTANT timestamptz := (SELECT h.latest_at FROM public.log_head AS h);
    -- The last position that fill_event_defaults or append_batch assigned with the head locked.
    _assigned text := current_setting('vestnik.assigned_position', true);
    _setting  text;
BEGIN
    SELECT min(a.position), max(a.position), count(*), array_agg(DISTINCT a.kind),
           min(a.recorded_at), max(a.recorded_at), bool_or(a.origin = 'import')
    INTO _first, _last, _rows, _kinds, _first_at, _last_at, _imports
    FROM appended AS a;

    _setting := set_config('vestnik.assigned_position', '', true);

    IF _rows = 0 THEN
        RETURN NULL;
    END IF;

    -- The triggers of accounts append what they saw, whoever changed it.
    IF _imports
        OR 'user_erased' = ANY (_kinds)
        OR pg_trigger_depth() = 1 AND _kinds && public.account_kinds()
    THEN
        PERFORM public.require_log_owner();
    END IF;

    -- Locks the head, if the transaction has not, and moves it only if no position is left out.
    UPDATE public.log_head AS h
    SET position = _last,
        latest_at = CASE
            WHEN NOT _imports OR _last_at <= clock_timestamp() THEN greatest(h.latest_at, _last_at)
            ELSE h.latest_at
        END
    WHERE h.position = _first - 1
      AND _last = _first - 1 + _rows
      AND _assigned <> '';

    IF NOT FOUND THEN
        RAISE EXCEPTION 'positions % to % would leave a gap in the log, whose head is %',
            _first, _last, (SELECT h.position FROM public.log_head AS h)
            USING ERRCODE = 'integrity_constraint_violation',
                  HINT = 'Leave position out: it is filled in.';
    END IF;

    IF _first_at < _latest
        OR _last_at > greatest(clock_timestamp(), _latest)
        OR _first_at < _last_at AND EXISTS (
            SELECT
            FROM (
                SELECT a.recorded_at < lag(a.recorded_at) OVER (ORDER BY a.position) AS goes_back
                FROM appended AS a
            ) AS compared
            WHERE compared.goes_back
        )
    THEN
        PERFORM public.note_unordered_times(_first, _last, _first_at, _last_at);
    END IF;

    PERFORM public.project(_first, _last, _kinds);
    IF _kinds && '{message_sent, message_scheduled, participant_left, chat_deleted}' THEN
        PERFORM public.end_drafts(_first, _last);
    END IF;
    IF _kinds && '{chat_picture_changed, chat_deleted}' THEN
        PERFORM public.take_pictures(_first, _last);
    END IF;
    IF _kinds && '{scheduled_cancelled}' THEN
        PERFORM public.release_scheduled_files(_first, _last);
    END IF;
    PERFORM public.notify_appended(_first, _last);

    RETURN NULL;
END;
$$;

CREATE OR REPLACE TRIGGER after_append
    AFTER INSERT ON public.events
    REFERENCING NEW TABLE AS appended
    FOR EACH STATEMENT
    EXECUTE FUNCTION public.after_append();
