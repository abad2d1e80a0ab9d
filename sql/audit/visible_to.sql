-- What a user could see of a chat at a time: the messages that were shown then, if the user was a member. Members
-- see what was written before they joined, too. That the user was no member is an error, so that it is not taken
-- for an empty chat.
--
--     SELECT * FROM audit.visible_to(3, 1, '2026-10-04 18:00+03');
CREATE OR REPLACE FUNCTION audit.visible_to(user_id bigint, chat_id bigint, at timestamptz)
RETURNS TABLE (message_id bigint, sent_at timestamptz, sender text, text text, was_read boolean)
LANGUAGE plpgsql
STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET jit = off
AS $$
#variable_conflict use_column
DECLARE
    _label text;
BEGIN
    PERFORM audit.require_chat(visible_to.chat_id);
    IF NOT EXISTS (
        SELECT
        FROM audit.memberships_as_of(visible_to.chat_id, visible_to.at) AS m
        WHERE m.user_id = visible_to.user_id
    ) THEN
        RAISE EXCEPTION 'user % was no member of chat % at %', visible_to.user_id, visible_to.chat_id, visible_to.at
            USING ERRCODE = 'no_data_found',
                  HINT = 'audit.members_as_of() lists the members at a time.';
    END IF;

    _label := audit.label_at(visible_to.user_id, audit.rename_after(visible_to.at));
    RETURN QUERY
    SELECT c.message_id, c.sent_at, c.sender, c.text,
           _label IN (SELECT unnest(c.read_by || c.read_before_edit))
               OR c.sender = _label
    FROM audit.chat_as_of(visible_to.chat_id, visible_to.at) AS c
    ORDER BY c.message_id;
END;
$$;
