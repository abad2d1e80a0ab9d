-- Adds the token with the hash $1 for a link of the invitation $2, or of the user $3 for an hour.
INSERT INTO public.account_links (token_hash, invitation_id, user_id, expires_at)
SELECT $1,
       $2,
       $3,
       coalesce(
           (SELECT i.expires_at FROM public.invitations AS i WHERE i.id = $2),
           now() + interval '1 hour'
       )
