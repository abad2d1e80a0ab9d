-- Records that the witness $1 has the seals up to the position $2.
INSERT INTO public.seal_witnesses (name, position)
VALUES ($1, $2)
ON CONFLICT (name) DO UPDATE
SET position = excluded.position,
    witnessed_at = excluded.witnessed_at
