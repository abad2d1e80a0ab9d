-- At most $5 people of the realm $1 who were deactivated, the latest first, after those of $3 (in
-- microseconds since 1970) with the id $4. With $2 those whose name has its words, or this e-mail address. With $6
-- those alone whom the realm's API keys may reactivate.
SELECT u.id AS user_id,
       u.external_id,
       u.email,
       u.name,
       u.role,
       u.created_at,
       u.picture_id,
       u.avatar_url,
       u.deactivated_at,
       (extract(epoch FROM u.deactivated_at) * 1000000)::bigint AS sort_key
FROM public.users AS u
WHERE u.deactivated_at IS NOT NULL
  AND (u.deactivated_at, u.id) < (
          coalesce(timestamptz 'epoch' + $3::bigint * interval '1 microsecond', 'infinity'),
          coalesce($4::bigint, 0)
      )
  AND public.is_member_of_realm(u.role, u.former_realms, $1)
  AND (NOT $6 OR public.is_managed(u.role, u.former_realms, $1))
  AND ($2::text IS NULL
       OR public.has_words(public.fold_name(u.name), (SELECT public.name_words($2)))
       OR lower(u.email) = lower($2))
ORDER BY u.deactivated_at DESC, u.id DESC
LIMIT $5
