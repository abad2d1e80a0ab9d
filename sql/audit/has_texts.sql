-- Whether a payload has what erasing removes: a text, a title, where a forwarded message is from, what its
-- files are, or custom data. Titles are those that groups and listings of new chats have. The planner
-- inlines it.
CREATE OR REPLACE FUNCTION audit.has_texts(_payload jsonb)
RETURNS boolean
LANGUAGE sql
IMMUTABLE
RETURN _payload ?| ARRAY['content', 'title', 'forwarded_from', 'files', 'custom']
    OR coalesce(_payload -> 'context' ? 'title', false);
