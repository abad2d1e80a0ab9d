-- Called by after_append with the positions of the statement's events, if some of these cancel scheduled messages:
-- their files expire, unless something else has them.
CREATE OR REPLACE FUNCTION public.release_scheduled_files(_from bigint, _to bigint)
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    UPDATE public.attachments AS a
    SET is_posted = false
    FROM (
        SELECT DISTINCT file.id
        FROM public.events AS e
        CROSS JOIN LATERAL (
            SELECT s.attachments
            FROM public.scheduled_messages AS s
            WHERE s.id = (e.payload ->> 'scheduled_id')::bigint
            OFFSET 0
        ) AS cancelled
        CROSS JOIN LATERAL unnest(cancelled.attachments) AS file (id)
        WHERE e.position BETWEEN _from AND _to
          AND e.kind = 'scheduled_cancelled'
    ) AS released
    WHERE a.id = released.id;
END;
$$;
