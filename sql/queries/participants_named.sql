-- The participants and former participants of a chat who have an account in a realm and a name that
-- contains a text in lower case. The planner inlines it, as it does chat_view(); a function that
-- returned whether there are any would not be inlined.
CREATE OR REPLACE FUNCTION public.participants_named(
    _chat_id bigint,
    _realm text,
    _text text
)
RETURNS TABLE (user_id bigint)
LANGUAGE sql
STABLE
AS $$
    SELECT p.user_id
    FROM (
        SELECT p.user_id
        FROM public.chat_participants AS p
        WHERE p.chat_id = _chat_id
        OFFSET 0
    ) AS p
    CROSS JOIN LATERAL (
        SELECT u.name, u.role, u.realms
        FROM public.users AS u
        WHERE u.id = p.user_id
        OFFSET 0
    ) AS u
    WHERE strpos(lower(u.name), _text) > 0
      AND u.role <> 'guest'
      AND public.is_member_of_realm(u.role, u.realms, _realm);
$$;
