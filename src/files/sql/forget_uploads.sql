-- Forgets uploads that were finished a day ago; their files stay.
DELETE FROM public.uploads AS u
WHERE u.finished_at < now() - interval '24 hours'
  AND u.parts = '{}'
