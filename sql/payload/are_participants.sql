-- Whether a value is a list of participants, each with a user id and, optionally, a role.
CREATE OR REPLACE FUNCTION public.are_participants(_list jsonb)
RETURNS boolean
LANGUAGE plpgsql
IMMUTABLE
PARALLEL SAFE
AS $$
BEGIN
    RETURN CASE WHEN jsonb_typeof(_list) = 'array' THEN NOT EXISTS (
        SELECT
        FROM jsonb_array_elements(_list) AS member
        WHERE jsonb_typeof(member) <> 'object'
           OR public.id_in(member, 'user_id') IS NULL
           OR member ? 'role' AND jsonb_typeof(member -> 'role') <> 'string'
    ) ELSE false END;
END;
$$;
