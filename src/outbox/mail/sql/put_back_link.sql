-- Puts back an e-mail with a link of the invitation $1 or the user $2 after an attempt that failed: $3 to $5 are
-- its other columns, and it is due in $6 seconds. Not if the invitation is gone, or the user is gone or
-- deactivated.
INSERT INTO public.account_mails
    (invitation_id, user_id, language, created_at, failures, next_attempt_at)
SELECT $1, $2, $3, $4, $5, now() + $6 * interval '1 second'
WHERE EXISTS (SELECT FROM public.invitations AS i WHERE i.id = $1 FOR KEY SHARE)
   OR EXISTS (
          SELECT
          FROM (
              SELECT u.deactivated_at
              FROM public.users AS u
              WHERE u.id = $2
              FOR SHARE
          ) AS u
          WHERE u.deactivated_at IS NULL
      )
ON CONFLICT DO NOTHING
