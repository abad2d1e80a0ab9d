-- Locks the head of the log until COMMIT, so that only the caller appends; returns the position of
-- the last event. Without _wait it returns NULL if another transaction has the lock. Read the state
-- that decides on an append after this call and in a separate statement: under READ COMMITTED only a
-- new statement sees what was committed while this one waited. Under other isolation levels no
-- statement does, so it refuses those.
--
-- It runs with the privileges of its caller: all of them are SECURITY DEFINER.
CREATE OR REPLACE FUNCTION public.lock_head(_wait boolean DEFAULT true)
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

    IF _wait THEN
        SELECT h.position
        INTO STRICT _position
        FROM public.log_head AS h
        FOR UPDATE;
    ELSE
        SELECT h.position
        INTO _position
        FROM public.log_head AS h
        FOR UPDATE SKIP LOCKED;
    END IF;

    RETURN _position;
END;
$$;
