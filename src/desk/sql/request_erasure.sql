-- Stores that the admin $3 of the realm $1 asks for the erasure of the user $2, and confirmed the name $4.
INSERT INTO public.erasure_requests (realm, user_id, requested_by, confirmed_name)
VALUES ($1, $2, $3, $4)
ON CONFLICT (user_id, realm) DO NOTHING
