-- The texts of a current or former participant were erased (../audit/erase_user.sql): replicas that
-- read this event drop the texts from memory.
INSERT INTO public.event_kinds
    (kind, append_rank, decide_with, describe_with, limit_class, required_ids)
VALUES
    ('user_erased', NULL, NULL, 'describe_user_erased', 'none', '{user_id}');

CREATE OR REPLACE FUNCTION audit.describe_user_erased(_event public.events)
RETURNS text
LANGUAGE sql
STABLE
AS $$
    SELECT 'erased every text of ' || audit.user_label((_event.payload ->> 'user_id')::bigint);
$$;
