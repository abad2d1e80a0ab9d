-- refusal() for creating or restoring a chat with these participants. Where blocks are hidden, a
-- blocked user may create the chat and so does not learn of the block: the chat is listed for the
-- other user from its first message on, which the block prevents.
CREATE OR REPLACE FUNCTION public.refusal_to_create(
    _realm        text,
    _actor_id     bigint,
    _participants jsonb
)
RETURNS TABLE (code text)
LANGUAGE sql
STABLE
AS $$
    SELECT CASE
               WHEN NOT public.realm_hides_blocks(_realm) OR refused.code <> 'blocked'
                   THEN refused.code
           END
    FROM (
        SELECT ARRAY(
            SELECT (member ->> 'user_id')::bigint
            FROM jsonb_array_elements(_participants) AS member
        ) AS user_ids
        OFFSET 0
    ) AS named
    CROSS JOIN LATERAL public.refusal(_realm, _actor_id, named.user_ids) AS refused;
$$;
