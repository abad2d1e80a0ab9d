-- The owner of a group: the participant who has that role. Once they have left, the oldest admin, or
-- else the oldest member, is the owner, without an event: nothing but an event of the new owner
-- (../events/participant_role_changed.sql), who then gets the role, could make another one older.
--
-- It reads all participants of the group, so it is a routine of its own, called where it matters.
CREATE OR REPLACE FUNCTION public.group_owner(_chat_id bigint)
RETURNS bigint
LANGUAGE plpgsql
STABLE
AS $$
BEGIN
    RETURN (
        SELECT p.user_id
        FROM (
            SELECT p.user_id, p.role, p.joined_at
            FROM public.chat_participants AS p
            WHERE p.chat_id = _chat_id
            OFFSET 0
        ) AS p
        ORDER BY CASE p.role WHEN 'owner' THEN 0 WHEN 'admin' THEN 1 ELSE 2 END,
                 p.joined_at,
                 p.user_id
        LIMIT 1
    );
END;
$$;
