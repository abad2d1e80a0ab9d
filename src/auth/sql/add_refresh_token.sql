-- Stores the refresh token with the hash $1 of the family $2 of the user $3; it expires at $4.
INSERT INTO public.refresh_tokens (token_hash, family, user_id, expires_at)
VALUES ($1, $2, $3, $4)
