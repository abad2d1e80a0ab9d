-- Queues the e-mails of the oldest $1 requests for a link that sets a password, in the language of the user or
-- else of the request. Queues none if there is no such user, or the user has no password: who signs in elsewhere
-- does not get another way by an address that others may have set. None either if the user had such a link
-- within five minutes, which limits the e-mails that a stranger can cause.
WITH asked AS (
    DELETE FROM public.reset_requests AS r
    WHERE r.id = ANY (ARRAY(
        SELECT o.id
        FROM public.reset_requests AS o
        ORDER BY o.id
        LIMIT $1
    ))
    RETURNING r.realm, r.email, r.language
)
INSERT INTO public.deliveries AS d (channel, receiver, language)
SELECT 'mail_links', 'password/' || u.id, coalesce(preferred.language, a.language)
FROM asked AS a
CROSS JOIN LATERAL (
    SELECT u.id, u.role, u.realms, u.deactivated_at
    FROM public.users AS u
    WHERE lower(u.email) = lower(a.email)
    OFFSET 0
) AS u
LEFT JOIN LATERAL (
    SELECT p.language
    FROM public.user_preferences AS p
    WHERE p.user_id = u.id
    OFFSET 0
) AS preferred ON true
WHERE u.role <> 'guest'
  AND u.deactivated_at IS NULL
  AND public.is_member_of_realm(u.role, u.realms, a.realm)
  AND EXISTS (
      SELECT
      FROM (SELECT FROM public.credentials AS c WHERE c.user_id = u.id OFFSET 0) AS c
  )
  AND NOT EXISTS (
      SELECT
      FROM (
          SELECT l.created_at
          FROM public.account_links AS l
          WHERE l.user_id = u.id
          OFFSET 0
      ) AS l
      WHERE l.created_at > now() - interval '5 minutes'
  )
ON CONFLICT (channel, receiver, topic) DO UPDATE
SET id = gen_random_uuid(),
    language = excluded.language,
    due_at = now(),
    is_started = false
-- That one is being sent.
WHERE d.is_started
