-- Locks the head of the log until COMMIT, so that only the caller appends; returns the position of
-- the last event. Read the state that decides on an append after this call and in a separate
-- statement: under READ COMMITTED only a new statement sees what was committed while this one
-- waited. Under other isolation levels no statement does, so it refuses those.
--
-- It runs with the privileges of its caller: all of them are SECURITY DEFINER.
CREATE OR REPLACE FUNCTION public.lock_head()
RETURNS bigint
LANGUAGE plpgsql
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
