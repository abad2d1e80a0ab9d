-- Repairs the read model from the log, in place, while replicas go on serving.
--
--     CALL audit.rebuild();
--
-- Derives a second read model beside the live one without a lock, compares, and then replaces only
-- the rows that differ. For that the head of the log is locked for moments, some rows at a time:
-- senders wait that long, readers never. It repeats until a comparison finds nothing, which proves
-- that it is done.
--
-- It fails if a user is erased meanwhile, and has to be called again. It refuses to derive from a
-- log that is broken itself (audit.verify() says where): the live rows may then be all that is left
-- of an event.
--
-- For the owner alone. `vestnik rebuild` does the same and shows the progress.
CREATE OR REPLACE PROCEDURE audit.rebuild(
    INOUT rows_replaced     bigint  DEFAULT NULL,
    INOUT events            bigint  DEFAULT NULL,
    INOUT seconds           numeric DEFAULT NULL,
    INOUT events_per_second bigint  DEFAULT NULL
)
LANGUAGE plpgsql
AS $$
DECLARE
    _began   timestamptz := clock_timestamp();
    _head    bigint := 0;
    _reached bigint := 0;
    _derived timestamptz;
    _round   integer := 0;
    _noted   bigint;
    _done    bigint;
BEGIN
    rows_replaced := 0;
    PERFORM audit_replay.begin();
    COMMIT;

    -- In short transactions: a long one would keep VACUUM from removing dead rows.
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
        _noted := audit_replay.record_differences();
        COMMIT;
        EXIT WHEN _noted = 0;

        _round := _round + 1;
        IF _round > 20 THEN
            RAISE EXCEPTION 'another session keeps changing the read model'
                USING HINT = 'SELECT * FROM audit.verify() shows where.';
        END IF;

        rows_replaced := rows_replaced + _noted;
        _done := 0;
        WHILE _done < _noted LOOP
            _done := coalesce(audit_replay.repair(_done), _noted);
            COMMIT;
        END LOOP;
    END LOOP;

    PERFORM audit_replay.drop_derived_tables();
    seconds := round(extract(epoch FROM clock_timestamp() - _began), 1);
    events_per_second := events / greatest(extract(epoch FROM _derived - _began), 0.001);
END;
$$;
