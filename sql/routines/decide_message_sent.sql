-- A step of append_batch(), run with the head taken: who may send, and what was sent before. A
-- repetition is compared with what was sent then, not with what an edit has made of it.
CREATE OR REPLACE FUNCTION public.decide_message_sent(_drafts public.draft[])
RETURNS SETOF public.verdict
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
    SELECT d.ordinal,
           CASE
               WHEN p.user_id IS NULL THEN 'not_a_participant'
               WHEN sent.payload ->> 'content' = d.payload ->> 'content'
                   AND sent.payload -> 'reply_to' IS NOT DISTINCT FROM d.payload -> 'reply_to'
                   AND sent.payload -> 'type' IS NOT DISTINCT FROM d.payload -> 'type'
                   AND sent.payload -> 'attachments' IS NOT DISTINCT FROM d.payload -> 'attachments' THEN 'repeat'
               WHEN sent.position IS NOT NULL THEN 'idempotency_conflict'
               WHEN d.payload ? 'reply_to' AND answered.id IS NULL THEN 'reply_not_found'
               -- The sender's own, all of them there, and not on their way out.
               WHEN EXISTS (
                   SELECT
                   FROM jsonb_array_elements_text(d.payload -> 'attachments') AS file
                   LEFT JOIN LATERAL (
                       SELECT a.*
                       FROM public.attachments AS a
                       WHERE a.id = file::bigint
                       OFFSET 0
                   ) AS a
                       ON a.owner_id = d.actor_id
                      AND a.realm = d.realm
                      AND a.size IS NOT NULL
                      AND a.doomed_at IS NULL
                   WHERE a.id IS NULL
               ) THEN 'attachment_not_found'
               ELSE coalesce(
                   public.refusal_in_chat(d.realm, d.actor_id, d.chat_id),
                   CASE WHEN d.payload ? 'limits' THEN public.limit_reached(d) END,
                   'append'
               )
           END,
           d.chat_id,
           CASE WHEN d.payload ? 'limits' THEN d.payload - 'limits' ELSE d.payload END,
           sent.position
    FROM unnest(_drafts) AS d
    LEFT JOIN LATERAL (
        SELECT c.*
        FROM public.chats AS c
        WHERE c.id = d.chat_id
        OFFSET 0
    ) AS c ON c.realm = d.realm AND c.deleted_at IS NULL
    LEFT JOIN LATERAL (
        SELECT p.*
        FROM public.chat_participants AS p
        WHERE p.chat_id = c.id
          AND p.user_id = d.actor_id
        OFFSET 0
    ) AS p ON p.left_at IS NULL
    LEFT JOIN LATERAL (
        SELECT earlier.id
        FROM public.messages AS earlier
        WHERE earlier.chat_id = d.chat_id
          AND earlier.sender_id = d.actor_id
          AND earlier.client_id = (d.payload ->> 'client_id')::uuid
        OFFSET 0
    ) AS earlier ON true
    LEFT JOIN LATERAL (
        SELECT sent.position, sent.payload
        FROM public.events AS sent
        WHERE sent.position = earlier.id
        OFFSET 0
    ) AS sent ON true
    LEFT JOIN LATERAL (
        SELECT answered.id, answered.chat_id
        FROM public.messages AS answered
        WHERE answered.id = (d.payload ->> 'reply_to')::bigint
        OFFSET 0
    ) AS answered ON answered.chat_id = d.chat_id
    WHERE d.kind = 'message_sent';
END;
$$;
