-- A step of erase_user(): erases the texts at these positions from the log and from the read model,
-- the only change that guard_events allows. The head is locked first, as before every write to the
-- read model, so that nothing deadlocks.
CREATE OR REPLACE FUNCTION audit.erase_texts(_positions bigint[])
RETURNS void
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
SET enable_hashjoin = off
SET enable_mergejoin = off
SET jit = off
AS $$
BEGIN
    -- Locked before the head, as in repair(): see ../replay/require_no_erasure.sql.
    UPDATE audit.erasure_steps AS s SET steps = s.steps + 1;
    PERFORM public.lock_head();

    PERFORM set_config('vestnik.erasing', 'on', true);
    UPDATE public.events AS e
    SET payload = (audit.redact(e)).payload
    WHERE e.position = ANY (_positions)
      AND NOT e.payload ? 'content_digest';
    PERFORM set_config('vestnik.erasing', 'off', true);

    PERFORM audit.erase_projected_texts(_positions);
END;
$$;
