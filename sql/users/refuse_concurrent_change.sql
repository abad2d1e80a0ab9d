-- Fails the statement that calls it, because another transaction has changed a user whom it writes.
CREATE OR REPLACE FUNCTION public.refuse_concurrent_change()
RETURNS bigint
LANGUAGE plpgsql
AS $$
BEGIN
    RAISE EXCEPTION 'a user was changed by another transaction'
        USING ERRCODE = 'serialization_failure', CONSTRAINT = 'users_changed';
END;
$$;
