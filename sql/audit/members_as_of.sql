-- The members of a chat at a time, when each joined, and the user who added them. The creation of a chat adds its
-- first members.
--
--     SELECT * FROM audit.members_as_of(1, '2026-10-04 18:00+03');
CREATE OR REPLACE FUNCTION audit.members_as_of(chat_id bigint, at timestamptz)
RETURNS TABLE (user_id bigint, member text, role text, since timestamptz, added_by text)
LANGUAGE sql
STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET jit = off
AS $$
    SELECT audit.require_chat(chat_id);

    SELECT newest.user_id, audit.label_at(newest.user_id, until.rename), newest.role, newest.since,
           audit.label_at(newest.added_by, until.rename)
    FROM (SELECT audit.rename_after(members_as_of.at) AS rename OFFSET 0) AS until
    CROSS JOIN audit.memberships_as_of(chat_id, at) AS newest
    ORDER BY newest.role DESC, newest.user_id;
$$;
