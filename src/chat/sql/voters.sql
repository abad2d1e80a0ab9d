-- Those who voted in the poll $1, by id: at most $4 after the user $3; with an option $2 those who chose it.
SELECT v.user_id,
       to_jsonb(v.option_ids) AS option_ids,
       (
           SELECT e.recorded_at
           FROM public.events AS e
           WHERE e.position = v.vote_position
       ) AS voted_at
FROM public.poll_votes AS v
WHERE v.message_id = $1
  AND v.user_id > $3
  AND ($2::bigint IS NULL OR $2::bigint = ANY (v.option_ids))
ORDER BY v.user_id
LIMIT $4
