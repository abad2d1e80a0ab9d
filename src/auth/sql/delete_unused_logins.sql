-- Deletes log-ins whose last refresh token has expired.
DELETE FROM public.logins AS l
WHERE NOT EXISTS (SELECT FROM public.refresh_tokens AS t WHERE t.family = l.id)
