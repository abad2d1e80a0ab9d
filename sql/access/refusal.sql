-- Decides whether a user may write to others in a realm: the code of the refusal, or NULL if the
-- user may. A program reaches users of every company. Bans and blocks are checked only here, for every realm. Called while deciding, with the
-- head locked. The planner inlines it; each row is looked up by a primary key
-- (../append/append_batch.sql).
CREATE OR REPLACE FUNCTION public.refusal(_realm text, _actor_id bigint, _user_ids bigint[])
RETURNS TABLE (code text)
LANGUAGE sql
STABLE
AS $$
    SELECT CASE
               WHEN actor.id IS NULL
                   OR NOT public.is_member_of_realm(actor.role, actor.realms, _realm)
                   THEN 'not_in_this_realm'
               WHEN NOT others.are_visible THEN 'user_not_found'
               WHEN EXISTS (
                   SELECT
                   FROM public.bans AS b
                   WHERE b.realm = _realm
                     AND b.user_id = _actor_id
               ) THEN 'banned'
               WHEN others.is_one_blocking THEN 'blocked'
           END
    FROM (SELECT _actor_id AS id) AS caller
    LEFT JOIN LATERAL (
        SELECT u.id, u.role, u.realms, u.company_id
        FROM public.users AS u
        WHERE u.id = caller.id
        OFFSET 0
    ) AS actor ON true
    CROSS JOIN LATERAL (
        SELECT coalesce(bool_and(
                   u.id IS NOT NULL
                   AND public.is_visible(
                       _realm, u.role, u.realms, u.company_id,
                       CASE actor.role WHEN 'service' THEN u.company_id ELSE actor.company_id END
                   )
               ), true) AS are_visible,
               coalesce(bool_or(EXISTS (
                   SELECT
                   FROM public.blocks AS b
                   WHERE b.realm = _realm
                     AND b.blocker_id = other.id
                     AND b.blocked_id = _actor_id
               )), false) AS is_one_blocking
        FROM unnest(_user_ids) AS other (id)
        LEFT JOIN LATERAL (
            SELECT u.id, u.role, u.realms, u.company_id
            FROM public.users AS u
            WHERE u.id = other.id
            OFFSET 0
        ) AS u ON true
        WHERE other.id <> _actor_id
    ) AS others;
$$;
