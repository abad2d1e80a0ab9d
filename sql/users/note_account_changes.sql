-- After each statement that updated users: notes the events of their accounts, which append_account_changes()
-- appends at COMMIT. Nothing is noted when a user is added: the first event of a name has the former one, too.
CREATE OR REPLACE FUNCTION public.note_account_changes()
RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
-- The plan may have been made for no rows: a nested loop would compare each row with each. Where Postgres has
-- no other join, it adds a penalty to the estimated cost, which then exceeds jit_above_cost: compiling would
-- take 200 ms for an update of one user.
SET enable_nestloop = off
SET jit = off
AS $$
DECLARE
    _change record;
BEGIN
    FOR _change IN
        SELECT n.id AS user_id, coalesce(n.realms[1], n.former_realms[1]) AS realm, change.kind, change.payload
        FROM new_users AS n
        JOIN old_users AS o ON o.id = n.id
        CROSS JOIN LATERAL (
            -- Those to which a deactivated user would return.
            SELECT CASE WHEN n.deactivated_at IS NULL THEN n.realms ELSE n.former_realms END AS now,
                   CASE WHEN o.deactivated_at IS NULL THEN o.realms ELSE o.former_realms END AS before
        ) AS realms
        CROSS JOIN LATERAL (
            VALUES
                (1, 'user_named', n.name IS DISTINCT FROM o.name,
                 jsonb_build_object('content', coalesce(n.name, ''), 'former_name', o.name)),
                (2, 'user_role_changed', n.role <> o.role,
                 jsonb_build_object('role', n.role, 'former_role', o.role)),
                (3, 'user_deactivated', n.deactivated_at IS NOT NULL AND o.deactivated_at IS NULL, '{}'),
                (4, 'user_reactivated', n.deactivated_at IS NULL AND o.deactivated_at IS NOT NULL, '{}'),
                (5, 'user_realms_changed', realms.now IS DISTINCT FROM realms.before,
                 jsonb_build_object('realms', realms.now, 'former_realms', realms.before)),
                (6, 'user_picture_changed',
                 (n.picture_id, n.avatar_url) IS DISTINCT FROM (o.picture_id, o.avatar_url),
                 jsonb_build_object('has_picture', num_nonnulls(n.picture_id, n.avatar_url) > 0))
        ) AS change (rank, kind, is_made, payload)
        WHERE change.is_made
        ORDER BY n.id, change.rank
    LOOP
        PERFORM public.note_account_change(
            _change.user_id, _change.realm, _change.kind, _change.payload
        );
    END LOOP;
    RETURN NULL;
END;
$$;

CREATE OR REPLACE TRIGGER note_account_changes
    AFTER UPDATE ON public.users
    REFERENCING OLD TABLE AS old_users NEW TABLE AS new_users
    FOR EACH STATEMENT
    EXECUTE FUNCTION public.note_account_changes();
