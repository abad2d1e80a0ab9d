-- Records that the witnesses $1 have the seals up to the positions $2, at the same indices.
INSERT INTO public.seal_witnesses (name, position)
SELECT w.name, w.position
FROM unnest($1::text[], $2::bigint[]) AS w (name, position)
ON CONFLICT (name) DO UPDATE
SET position = excluded.position,
    witnessed_at = excluded.witnessed_at
