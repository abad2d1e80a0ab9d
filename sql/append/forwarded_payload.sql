-- The payload of a new message that forwards another one: the text and the files that the other one has
-- now, and where they are from. NULL if its actor may not see that message, or it is deleted or blank, or no
-- user sent it.
CREATE OR REPLACE FUNCTION public.forwarded_payload(_new_event public.new_event)
RETURNS jsonb
LANGUAGE plpgsql
STABLE
AS $$
BEGIN
    RETURN (
        SELECT _new_event.payload
            || jsonb_build_object(
                'content', m.content,
                'forwarded_from', jsonb_build_object(
                    'message_id', m.id,
                    'author_id', m.sender_id,
                    'chat_id', m.chat_id,
                    -- With whom the text is erased, however often it was forwarded.
                    'text_author_id', coalesce(
                        m.forwarded_from -> 'text_author_id',
                        m.forwarded_from -> 'author_id',
                        to_jsonb(m.sender_id)
                    )
                )
            )
            || CASE WHEN files.ids IS NULL THEN '{}' ELSE jsonb_build_object(
                'type', m.type,
                'attachments', files.ids
            ) END
        FROM (
            SELECT m.*
            FROM public.messages AS m
            WHERE m.id = (_new_event.payload #>> '{forwarded_from,message_id}')::bigint
            OFFSET 0
        ) AS m
        CROSS JOIN LATERAL public.active_chat(_new_event.realm, m.chat_id) AS c
        CROSS JOIN LATERAL public.active_participant(c.id, _new_event.actor_id) AS p
        CROSS JOIN LATERAL (
            SELECT jsonb_agg(a.id ORDER BY array_position(m.attachments, a.id)) AS ids
            FROM public.attachments AS a
            WHERE a.id = ANY (m.attachments)
              AND a.size IS NOT NULL
              AND a.deleted_at IS NULL
        ) AS files
        WHERE NOT m.is_deleted
          AND m.sender_id IS NOT NULL
          AND (m.content <> '' OR files.ids IS NOT NULL)
    );
END;
$$;
