-- Changes the preferences of the user $1: the language $2, push $3, email $4, unless they are NULL, and if
-- $5, the quiet hours from $6 to $7 in the time zone $8, which are removed if these are NULL. No row if
-- the time zone is unknown.
INSERT INTO public.user_preferences AS p
    (user_id, language, push, email, quiet_from, quiet_to, time_zone)
SELECT $1, $2, coalesce($3, true), coalesce($4, true), $6::text::time, $7::text::time, $8
WHERE $8::text IS NULL OR public.is_time_zone($8)
ON CONFLICT (user_id) DO UPDATE
SET language = coalesce($2, p.language),
    push = coalesce($3, p.push),
    email = coalesce($4, p.email),
    quiet_from = CASE WHEN $5 THEN excluded.quiet_from ELSE p.quiet_from END,
    quiet_to = CASE WHEN $5 THEN excluded.quiet_to ELSE p.quiet_to END,
    time_zone = CASE WHEN $5 THEN excluded.time_zone ELSE p.time_zone END
RETURNING p.user_id
