-- The same for a chat that is to begin, or to come back, with these participants. In `market` a
-- chat is listed for the other side from its first message on, which a block keeps from being
-- sent: so there who is blocked may begin one, and learns nothing of the block by it.
CREATE OR REPLACE FUNCTION public.refusal_to_create(_realm text, _actor_id bigint, _participants jsonb)
RETURNS text
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    _refusal CONSTANT text := public.refusal(_realm, _actor_id, ARRAY(
        SELECT (member ->> 'user_id')::bigint
        FROM jsonb_array_elements(_participants) AS member
    ));
BEGIN
    RETURN CASE
        WHEN NOT public.realm_hides_blocks(_realm) OR _refusal <> 'blocked' THEN _refusal
    END;
END;
$$;
