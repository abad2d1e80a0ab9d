-- Called at an interval by the replicas, for files that are a day old: marks a file that a message or a
-- scheduled one has, or that is a picture of a chat or a user, as posted, and any other (never posted, or not
-- uploaded completely) as deleted. It locks the head, so that no message which posts a file is appended at the
-- same time. Returns whether there may be more files to check.
CREATE OR REPLACE FUNCTION public.expire_unposted_attachments(_max integer)
RETURNS boolean
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    _checked bigint;
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
        SELECT a.id, a.owner_id
        FROM public.attachments AS a
        WHERE NOT a.is_posted
          AND a.deleted_at IS NULL
          AND a.created_at < now() - interval '24 hours'
        ORDER BY a.created_at
        LIMIT _max
    ), checked AS (
        SELECT old.id,
               EXISTS (
                   SELECT
                   FROM public.messages AS m
                   WHERE m.attachments @> ARRAY[old.id]
                     AND m.attachments <> '{}'
               ) OR EXISTS (
                   SELECT
                   FROM public.scheduled_messages AS s
                   WHERE s.user_id = old.owner_id
                     AND s.state IN ('waiting', 'failed')
                     AND old.id = ANY (s.attachments)
               ) OR EXISTS (
                   SELECT
                   FROM public.chats AS c
                   WHERE c.picture_id = old.id
                     AND c.deleted_at IS NULL
               ) OR EXISTS (
                   SELECT
                   FROM public.users AS u
                   WHERE u.picture_id = old.id
               ) AS is_posted
        FROM old
    )
    UPDATE public.attachments AS a
    SET is_posted = checked.is_posted,
        deleted_at = CASE WHEN NOT checked.is_posted THEN now() END
    FROM checked
    WHERE a.id = checked.id
      -- A user may make it their picture at this moment, without the head.
      AND NOT a.is_posted;

    GET DIAGNOSTICS _checked = ROW_COUNT;
    RETURN _checked = _max;
END;
$$;
