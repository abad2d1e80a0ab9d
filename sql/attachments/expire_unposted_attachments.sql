-- Called every now and then by one of the replicas, for files that are a day old: one that a
-- message has is marked as posted, any other (never posted, or not uploaded completely) as deleted.
-- Runs with the head locked: no message that posts a file is decided on meanwhile, so none names a
-- file that is deleted. Returns whether there may be more files to check.
CREATE OR REPLACE FUNCTION public.expire_unposted_attachments(_max integer)
RETURNS boolean
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    _looked_at bigint;
BEGIN
    IF NOT EXISTS (
        SELECT
        FROM public.attachments AS a
        WHERE NOT a.is_posted
          AND a.deleted_at IS NULL
          AND a.created_at < now() - interval '24 hours'
    ) THEN
        RETURN false;
    END IF;

    PERFORM public.lock_head();

    WITH old AS (
        SELECT a.id
        FROM public.attachments AS a
        WHERE NOT a.is_posted
          AND a.deleted_at IS NULL
          AND a.created_at < now() - interval '24 hours'
        ORDER BY a.created_at
        LIMIT _max
    ), looked_at AS (
        SELECT old.id,
               EXISTS (
                   SELECT
                   FROM public.messages AS m
                   WHERE m.attachments @> ARRAY[old.id]
                     AND m.attachments <> '{}'
               ) AS is_posted
        FROM old
    )
    UPDATE public.attachments AS a
    SET is_posted = looked_at.is_posted,
        deleted_at = CASE WHEN NOT looked_at.is_posted THEN now() END
    FROM looked_at
    WHERE a.id = looked_at.id;

    GET DIAGNOSTICS _looked_at = ROW_COUNT;
    RETURN _looked_at = _max;
END;
$$;
