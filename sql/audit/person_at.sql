-- Who a user was at an event: the name that they had just before it. The next rename of them tells it; if none
-- follows, it is the present one. No row for a user who was deleted. NULL as the position: who they are now.
-- The planner inlines it into queries of many events.
CREATE OR REPLACE FUNCTION audit.person_at(_user_id bigint, _position bigint)
RETURNS TABLE (id bigint, name text, role text)
LANGUAGE sql
STABLE
AS $$
    SELECT u.id,
           CASE WHEN renamed.position IS NULL THEN u.name ELSE renamed.former_name END,
           u.role
    FROM public.users AS u
    LEFT JOIN LATERAL (
        SELECT e.position, e.payload ->> 'former_name' AS former_name
        FROM public.events AS e
        WHERE e.kind = 'user_named'
          AND (e.payload ->> 'user_id')::bigint = _user_id
          AND e.position >= _position
        ORDER BY (e.payload ->> 'user_id')::bigint, e.position
        LIMIT 1
    ) AS renamed ON true
    WHERE u.id = _user_id;
$$;
