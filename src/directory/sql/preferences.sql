-- The preferences of the user $1.
SELECT p.language,
       p.push,
       p.email,
       to_char(p.quiet_from, 'HH24:MI') AS quiet_from,
       to_char(p.quiet_to, 'HH24:MI') AS quiet_to,
       p.time_zone
FROM public.user_preferences AS p
WHERE p.user_id = $1
