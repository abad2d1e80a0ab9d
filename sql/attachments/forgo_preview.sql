-- Called by a replica that cannot decode a picture: it becomes a file of no known type, so that nobody waits
-- for its preview. It does so like set_preview.sql.
CREATE OR REPLACE FUNCTION public.forgo_preview(_id bigint)
RETURNS void
LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
SET jit = off
AS $$
BEGIN
    PERFORM public.wait_for_head();

    UPDATE public.attachments AS a
    SET awaits_preview = false,
        taken_at = NULL,
        mime = 'application/octet-stream',
        width = NULL,
        height = NULL
    WHERE a.id = _id
      AND a.awaits_preview;

    IF FOUND THEN
        PERFORM public.announce_attachment(_id);
    END IF;
END;
$$;
