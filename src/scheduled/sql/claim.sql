-- Claims at most $3 messages of the realms $1 whose time has come, for $2 seconds, until which other replicas leave
-- them alone. Each has whom it still can mention, the role of its author, whether its time was missed by a day, and
-- whether the key through which it was scheduled was revoked.
WITH due AS MATERIALIZED (
    SELECT s.*
    FROM public.scheduled_messages AS s
    WHERE s.state = 'waiting'
      AND s.send_at <= now()
      AND s.realm = ANY ($1)
      AND NOT EXISTS (
          SELECT
          FROM public.scheduled_claims AS c
          WHERE c.scheduled_id = s.id
            AND c.until > now()
      )
    ORDER BY s.send_at, s.id
    LIMIT $3
), claimed AS (
    INSERT INTO public.scheduled_claims AS c (scheduled_id, until)
    SELECT d.id, now() + $2 * interval '1 second'
    FROM due AS d
    ON CONFLICT (scheduled_id) DO UPDATE
    SET until = excluded.until
    WHERE c.until <= now()
    RETURNING c.scheduled_id
)
SELECT d.id,
       d.realm,
       d.chat_id,
       d.user_id,
       d.client_id,
       d.content,
       CASE
           WHEN d.parts ? 'mentions' THEN d.parts || jsonb_build_object('mentions', (
               SELECT coalesce(jsonb_agg(listed.mention ORDER BY listed.ordinal), '[]')
               FROM jsonb_array_elements(d.parts -> 'mentions')
                    WITH ORDINALITY AS listed (mention, ordinal)
               CROSS JOIN LATERAL public.active_participant(
                   d.chat_id, (listed.mention ->> 'user_id')::bigint
               )
           ))
           ELSE d.parts
       END AS parts,
       d.via_key,
       u.role,
       d.send_at < now() - interval '1 day' AS is_missed,
       d.via_key IS NOT NULL AND NOT EXISTS (
           SELECT
           FROM public.api_keys AS k
           WHERE k.name = d.via_key
             AND k.realm = d.realm
             AND k.revoked_at IS NULL
       ) AS is_key_revoked
FROM due AS d
LEFT JOIN LATERAL (
    SELECT u.role
    FROM public.users AS u
    WHERE u.id = d.user_id
    OFFSET 0
) AS u ON true
WHERE d.id IN (SELECT c.scheduled_id FROM claimed AS c)
ORDER BY d.send_at, d.id
