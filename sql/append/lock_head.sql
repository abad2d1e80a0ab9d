-- Locks the head of the log until COMMIT: from here on only the caller appends. State that decides
-- on an append is read after this call and in a statement of its own, because under READ COMMITTED
-- only a new statement sees what was committed while this one waited. Under any other isolation
-- level no statement would, so those are refused.
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
