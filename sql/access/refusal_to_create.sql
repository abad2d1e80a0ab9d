-- refusal() for creating or restoring a chat with these participants. Where blocks are hidden, a
-- blocked user may create the chat and so does not learn of the block: the chat is listed for the
-- other user from its first message on, which the block prevents.
CREATE OR REPLACE FUNCTION public.refusal_to_create(
    _realm        text,
    _actor_id     bigint,
    _participants jsonb
)
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
