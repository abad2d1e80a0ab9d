-- Called by after_append with the positions of the statement's events, if some of these change pictures of
-- chats or delete chats: new pictures do not expire, and former ones do, unless something else has them.
CREATE OR REPLACE FUNCTION public.take_pictures(_from bigint, _to bigint)
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    UPDATE public.attachments AS a
    SET is_posted = changed.is_taken
    FROM (
        SELECT DISTINCT ON (of_event.id) of_event.id, of_event.is_taken
        FROM public.events AS e
        CROSS JOIN LATERAL (
            VALUES
                (public.id_in(e.payload, 'previous_id'), false),
                (public.id_in(e.payload, 'attachment_id'), true),
                (CASE e.kind WHEN 'chat_deleted' THEN (
                    SELECT c.picture_id
                    FROM public.chats AS c
                    WHERE c.id = e.chat_id
                ) END, false)
        ) AS of_event (id, is_taken)
        WHERE e.position BETWEEN _from AND _to
          AND e.kind IN ('chat_picture_changed', 'chat_deleted')
          AND of_event.id IS NOT NULL
        ORDER BY of_event.id, e.position DESC, of_event.is_taken DESC
    ) AS changed
    WHERE a.id = changed.id;
END;
$$;
