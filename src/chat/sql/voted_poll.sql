-- The poll $2 of the realm $1 with all its votes. No row if it is deleted, or is no poll.
SELECT m.content,
       public.poll_view(m.id, m.poll, NULL) AS poll,
       (
           SELECT coalesce(jsonb_agg(jsonb_build_array(v.user_id, v.option_ids)), '[]')
           FROM public.poll_votes AS v
           WHERE v.message_id = m.id
       ) AS votes
FROM (
    SELECT m.id, m.chat_id, m.content, m.poll, m.is_deleted
    FROM public.messages AS m
    WHERE m.id = $2
    OFFSET 0
) AS m
CROSS JOIN LATERAL public.active_chat($1, m.chat_id) AS c
WHERE m.poll IS NOT NULL
  AND NOT m.is_deleted
