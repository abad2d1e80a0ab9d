-- Called by a replica that has made and stored the preview of a picture: ends the picture's wait, and tells
-- those who see it. Another replica that has made the same preview changes nothing. A picture that cannot be
-- decoded has none (_mime NULL): it becomes a file of no known type.
--
-- It runs with the privileges of the server, which may append events. It locks the head before the row, so
-- a replica that calls it holds no lock on the row.
CREATE OR REPLACE FUNCTION public.set_preview(
    _id          bigint,
    _mime        text,
    _size        bigint,
    _placeholder text
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
    SET awaits_preview = false,
        due_at = now(),
        failures = 0,
        preview_mime = _mime,
        preview_size = _size,
        placeholder = _placeholder,
        mime = CASE WHEN _mime IS NULL THEN 'application/octet-stream' ELSE a.mime END,
        width = CASE WHEN _mime IS NOT NULL THEN a.width END,
        height = CASE WHEN _mime IS NOT NULL THEN a.height END
    WHERE a.id = _id
      AND a.awaits_preview;

    IF FOUND THEN
        PERFORM public.announce_attachment(_id);
    END IF;
END;
$$;
