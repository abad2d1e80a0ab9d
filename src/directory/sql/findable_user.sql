-- The user $1, if the user $3 may find them in the realm $2 (not if $4; in every company if $5; unless they
-- block that user and the realm does not hide it), or is in a chat of it with them.
SELECT u.id AS user_id,
       u.external_id,
       u.email,
       u.name,
       u.role,
       u.created_at,
       u.picture_id,
       u.avatar_url
FROM public.users AS u
WHERE u.id = $1
  AND (public.shares_chat($2, $3, u.id)
       OR NOT $4
          AND u.role <> 'guest'
          AND public.is_visible($2, u.role, u.realms, u.company_id, CASE
              WHEN $5 THEN u.company_id
              ELSE (
                  SELECT reader.company_id
                  FROM public.users AS reader
                  WHERE reader.id = $3
              )
          END)
          AND (public.realm_hides_blocks($2) OR NOT public.is_blocked($2, u.id, $3)))
