-- Saves the draft $4, which replies to the message $5, of the user $3 in the chat $1 of the realm $2;
-- NULL: there is none. Returns a row if the user is in the chat: whether it has that message.
--
-- A user has 500 drafts at most: the one saved first ends.
WITH target AS MATERIALIZED (
    SELECT c.id AS chat_id,
           $5::bigint IS NULL OR public.is_message_of_chat(c.id, $5) AS is_valid
    FROM public.active_chat($2, $1) AS c
    CROSS JOIN LATERAL public.active_participant(c.id, $3) AS p
), saved AS (
    INSERT INTO public.drafts AS d (user_id, chat_id, text, reply_to)
    SELECT $3, t.chat_id, $4, $5
    FROM target AS t
    WHERE t.is_valid
      AND $4::text IS NOT NULL
    ON CONFLICT (user_id, chat_id) DO UPDATE
    SET text = excluded.text,
        reply_to = excluded.reply_to,
        saved_at = excluded.saved_at
    WHERE (d.text, d.reply_to) IS DISTINCT FROM (excluded.text, excluded.reply_to)
), ended AS (
    DELETE FROM public.drafts AS d
    USING target AS t
    WHERE d.user_id = $3
      AND d.chat_id = t.chat_id
      AND $4::text IS NULL
), surplus AS (
    DELETE FROM public.drafts AS d
    WHERE d.user_id = $3
      AND $4::text IS NOT NULL
      AND d.chat_id IN (
          SELECT old.chat_id
          FROM public.drafts AS old
          WHERE old.user_id = $3
            AND old.chat_id <> $1
          ORDER BY old.saved_at DESC
          OFFSET 499
      )
)
SELECT t.is_valid
FROM target AS t
