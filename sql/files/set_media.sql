-- Called by a replica that has read the container of a video or a sound: ends its wait, and tells those who
-- see it. It does so like set_preview.sql.
CREATE OR REPLACE FUNCTION public.set_media(
    _id          bigint,
    _width       integer,
    _height      integer,
    _duration_ms bigint
)
RETURNS void
LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
SET jit = off
AS $$
BEGIN
    PERFORM public.wait_for_head();

    UPDATE public.attachments AS a
    SET awaits_probe = false,
        due_at = now(),
        failures = 0,
        width = _width,
        height = _height,
        duration_ms = _duration_ms
    WHERE a.id = _id
      AND a.awaits_probe;

    IF FOUND THEN
        PERFORM public.announce_attachment(_id);
    END IF;
END;
$$;
