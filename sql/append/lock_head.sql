-- Takes the head of the log and keeps it until COMMIT: from here on the caller is
-- the only one that appends. Whatever reads state in order to decide on an append
-- does so after this call and in a statement of its own, because under READ
-- COMMITTED only a new statement sees what committed while this one waited.
-- Under any other isolation level no statement would, so it is refused.
CREATE OR REPLACE FUNCTION public.lock_head()
RETURNS bigint
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    _position bigint;
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'an append needs the isolation level READ COMMITTED, this transaction is %',
            upper(current_setting('transaction_isolation'))
            USING ERRCODE = 'invalid_transaction_state';
    END IF;

    SELECT h.position
    INTO STRICT _position
    FROM public.log_head AS h
    FOR UPDATE;

    RETURN _position;
END;
$$;
