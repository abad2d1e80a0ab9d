-- The file $1 if it is the picture of a group of the realm $2 that the user $3 is in (any group, if $4), or
-- of a user whom the user $3 may find in the realm (not if $5), or is in a chat of it with, or is.
SELECT a.*
FROM public.stored_file($1) AS a
WHERE EXISTS (
      SELECT
      FROM (
          SELECT c.*
          FROM public.chats AS c
          WHERE c.picture_id = a.id
          OFFSET 0
      ) AS c
      WHERE c.realm = $2
        AND c.deleted_at IS NULL
        AND ($4 OR EXISTS (SELECT FROM public.active_participant(c.id, $3)))
  )
  OR EXISTS (
      SELECT
      FROM (
          SELECT u.*
          FROM public.users AS u
          WHERE u.picture_id = a.id
          OFFSET 0
      ) AS u
      WHERE u.id = $3
         OR NOT $5
            AND public.is_visible($2, u.role, u.realms, u.company_id, (
                SELECT reader.company_id
                FROM public.users AS reader
                WHERE reader.id = $3
            ))
         OR public.shares_chat($2, $3, u.id)
  )
