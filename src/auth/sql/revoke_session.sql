-- Revokes the session $1 of the user $2; its last token expires at $3.
INSERT INTO public.revoked_sessions (session, user_id, expires_at)
VALUES ($1, $2, $3)
ON CONFLICT (session) DO NOTHING
