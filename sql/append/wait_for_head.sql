-- Runs when a server's writer found the head of the log locked, because another replica appends:
-- waits for the lock and keeps it until COMMIT. The writer then calls append_batch() in the same
-- transaction, with all events that were queued in the meantime. If it had sent a batch and waited
-- inside append_batch(), replicas that append in turns would halve each other's batches, whose cost
-- is mostly fixed.
--
-- No other session can append while the writer takes its batch. So Postgres closes a session that
-- holds the lock and sends nothing for a second.
CREATE OR REPLACE FUNCTION public.wait_for_head()
RETURNS void
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM set_config('idle_in_transaction_session_timeout', '1s', true);
    PERFORM public.lock_head();
END;
$$;
