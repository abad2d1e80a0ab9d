-- The participants of a chat who belong to a realm, each with the folded name by which a search finds them: for
-- a member the present ones, guests included, whose name may be their number; else also former ones, and only
-- those with an account. The planner inlines it, as it does chat_view(); a function that returned whether there
-- are any would not be inlined, nor would one with a subquery as an argument.
CREATE OR REPLACE FUNCTION public.participants_named(
    _chat_id bigint,
    _realm text,
    _for_member boolean
)
RETURNS TABLE (user_id bigint, name text)
LANGUAGE sql
STABLE
AS $$
    SELECT p.user_id,
           public.fold_name(
               CASE WHEN _for_member THEN coalesce(u.name, p.user_id::text) ELSE u.name END
           )
    FROM (
        SELECT p.user_id
        FROM public.chat_participants AS p
        WHERE p.chat_id = _chat_id
        UNION ALL
        SELECT f.user_id
        FROM public.former_participants AS f
        WHERE f.chat_id = CASE WHEN NOT _for_member THEN _chat_id END
        OFFSET 0
    ) AS p
    CROSS JOIN LATERAL (
        SELECT u.name, u.role, u.realms
        FROM public.users AS u
        WHERE u.id = p.user_id
        OFFSET 0
    ) AS u
    WHERE (_for_member OR u.role <> 'guest')
      AND public.is_member_of_realm(u.role, u.realms, _realm);
$$;
