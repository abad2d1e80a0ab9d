-- Adds a guest with the external_id $1, the name $2 and the role $3, unless the external_id is
-- taken.
INSERT INTO public.users (external_id, name, role)
VALUES ($1, $2, $3)
ON CONFLICT DO NOTHING
RETURNING id AS user_id
