-- Repairs the read model from the log, in place, while replicas go on serving.
--
--     CALL audit.rebuild();
--
-- Derives a second read model without a lock, compares it with the live one, and replaces the rows
-- that differ, some rows at a time. Only for that it locks the head of the log: senders wait for
-- moments, readers never. It repeats this until a comparison finds no difference.
--
-- It fails if a user is erased meanwhile, and must be called again. It refuses to derive from a log
-- that is itself broken (audit.verify() shows where), because the live rows may be the only trace
-- of an event.
--
-- Only the owner may call it. `vestnik rebuild` does the same and shows the progress.
CREATE OR REPLACE PROCEDURE audit.rebuild(
    INOUT rows_replaced     bigint  DEFAULT NULL,
    INOUT events            bigint  DEFAULT NULL,
    INOUT seconds           numeric DEFAULT NULL,
    INOUT events_per_second bigint  DEFAULT NULL
)
LANGUAGE plpgsql
AS $$
DECLARE
    _started  timestamptz := clock_timestamp();
    _head     bigint := 0;
    _reached  bigint := 0;
    _derived  timestamptz;
    _round    integer := 0;
    _recorded bigint;
    _done     bigint;
BEGIN
    rows_replaced := 0;
    PERFORM audit_replay.begin();
    COMMIT;

    -- In short transactions, because a long one keeps VACUUM from removing dead rows.
    LOOP
        SELECT coalesce(max(e.position), 0) INTO _head FROM public.events AS e;
        EXIT WHEN _reached >= _head;
        _reached := audit_replay.derive(_head);
        COMMIT;
    END LOOP;

    PERFORM audit_replay.require_whole_log();
    _derived := clock_timestamp();
    events := _reached;

    -- Without the head nothing can be appended or repaired.
    IF audit_replay.repair_head() THEN
        rows_replaced := 1;
    END IF;
    COMMIT;

    LOOP
        _recorded := audit_replay.record_differences();
        COMMIT;
        EXIT WHEN _recorded = 0;

        _round := _round + 1;
        IF _round > 20 THEN
            RAISE EXCEPTION 'another session keeps changing the read model'
                USING HINT = 'SELECT * FROM audit.verify() shows where.';
        END IF;

        rows_replaced := rows_replaced + _recorded;
        _done := 0;
        WHILE _done < _recorded LOOP
            _done := coalesce(audit_replay.repair(_done), _recorded);
            COMMIT;
        END LOOP;
    END LOOP;

    PERFORM audit_replay.drop_derived_tables();
    seconds := round(extract(epoch FROM clock_timestamp() - _started), 1);
    events_per_second := events / greatest(extract(epoch FROM _derived - _started), 0.001);
END;
$$;
