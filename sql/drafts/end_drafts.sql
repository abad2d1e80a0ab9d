-- Called by after_append with the positions of the statement's events, if some of these end drafts: a
-- message ends the draft of its sender (one for later when it is scheduled, and not when it is sent), leaving a
-- chat that of the user who left, and deleting a chat all of its drafts. A draft that is being saved at this
-- moment stays, as all appends would wait for it.
--
-- The replicas tell the devices of these users, as of drafts that are saved (src/presence/).
CREATE OR REPLACE FUNCTION public.end_drafts(_from bigint, _to bigint)
RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    _signals text[];
    _signal  text;
BEGIN
    WITH ended AS (
        DELETE FROM public.drafts AS d
        WHERE d.ctid = ANY (ARRAY(
            SELECT found.ctid
            FROM public.events AS e
            CROSS JOIN LATERAL (
                SELECT CASE e.kind
                           WHEN 'message_sent' THEN CASE
                               WHEN NOT e.payload ? 'scheduled_id' THEN ARRAY[e.actor_id]
                           END
                           WHEN 'message_scheduled' THEN ARRAY[e.actor_id]
                           WHEN 'participant_left' THEN ARRAY[(e.payload ->> 'user_id')::bigint]
                           WHEN 'chat_deleted' THEN public.everyone_in(e.chat_id)
                       END AS user_ids
            ) AS of_event
            CROSS JOIN LATERAL unnest(of_event.user_ids) AS ended (user_id)
            CROSS JOIN LATERAL (
                SELECT d.ctid
                FROM public.drafts AS d
                WHERE d.user_id = ended.user_id
                  AND d.chat_id = e.chat_id
                FOR UPDATE SKIP LOCKED
            ) AS found
            WHERE e.position BETWEEN _from AND _to
              AND e.kind IN ('message_sent', 'message_scheduled', 'participant_left',
                             'chat_deleted')
        ))
        RETURNING d.chat_id, d.user_id
    ), listed AS (
        SELECT c.realm, e.chat_id, e.user_id, row_number() OVER () AS n
        FROM ended AS e
        CROSS JOIN LATERAL (
            SELECT c.realm
            FROM public.chats AS c
            WHERE c.id = e.chat_id
            OFFSET 0
        ) AS c
    ), parts AS (
        -- A notification has less than 8,000 bytes.
        SELECT jsonb_agg(jsonb_build_array(l.realm, l.chat_id, l.user_id)) AS drafts
        FROM listed AS l
        GROUP BY l.n / 100
    )
    SELECT array_agg(jsonb_build_object('drafts', p.drafts)::text)
    INTO _signals
    FROM parts AS p;

    IF _signals IS NULL THEN
        RETURN;
    END IF;
    FOREACH _signal IN ARRAY _signals LOOP
        PERFORM public.send_signal(_signal);
    END LOOP;
END;
$$;
