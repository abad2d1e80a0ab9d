-- Queues an e-mail with a link that sets a password to the user of the realm $3 with the address $1, in
-- their language, or else in $2. Queues none if the user had such a link within five minutes: that limits the
-- e-mails that a stranger can cause.
INSERT INTO public.account_mails (user_id, language)
SELECT u.id, coalesce(p.language, $2)
FROM public.users AS u
LEFT JOIN public.user_preferences AS p ON p.user_id = u.id
WHERE lower(u.email) = lower($1)
  AND u.role <> 'guest'
  AND public.is_member_of_realm(u.role, u.realms, $3)
  AND NOT EXISTS (
      SELECT
      FROM public.account_links AS l
      WHERE l.user_id = u.id
        AND l.created_at > now() - interval '5 minutes'
  )
ON CONFLICT (user_id) DO NOTHING
