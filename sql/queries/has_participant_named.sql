-- Whether a participant or former participant of a chat has an account in a realm and a name that
-- contains a text in lower case. The planner inlines it, as it does chat_view().
CREATE OR REPLACE FUNCTION public.has_participant_named(
    _chat_id bigint,
    _realm text,
    _text text
)
RETURNS boolean
LANGUAGE sql
STABLE
AS $$
    SELECT EXISTS (
        SELECT
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
          AND public.is_member_of_realm(u.role, u.realms, _realm)
        OFFSET 0
    );
$$;
