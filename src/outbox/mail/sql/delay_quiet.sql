-- Delays the digests of those of the users $1, at the indices of the receivers $2, who have quiet hours, until these
-- end. Returns these receivers.
WITH quiet AS (
    SELECT w.receiver, public.quiet_end(p.quiet_to, p.time_zone) AS until
    FROM unnest($1::bigint[], $2::text[]) AS w (user_id, receiver)
    CROSS JOIN LATERAL (
        SELECT p.quiet_from, p.quiet_to, p.time_zone
        FROM public.user_preferences AS p
        WHERE p.user_id = w.user_id
        OFFSET 0
    ) AS p
    WHERE public.is_quiet(p.quiet_from, p.quiet_to, p.time_zone)
), delayed AS (
    UPDATE public.deliveries AS d
    SET due_at = (SELECT q.until FROM quiet AS q WHERE q.receiver = d.receiver)
    WHERE d.channel = 'mail_digests'
      AND d.receiver = ANY (ARRAY(SELECT q.receiver FROM quiet AS q))
)
UPDATE public.delivery_receivers AS r
SET next_attempt_at = (SELECT q.until FROM quiet AS q WHERE q.receiver = r.receiver)
WHERE r.channel = 'mail_digests'
  AND r.receiver = ANY (ARRAY(SELECT q.receiver FROM quiet AS q))
RETURNING r.receiver
