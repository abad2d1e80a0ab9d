-- The texts of a user who had been in this chat were erased (../audit/erase_user.sql): replicas
-- that read it drop the texts from memory.
INSERT INTO public.event_kinds (kind, append_rank, decide_with, in_chat, has_text)
VALUES
    ('user_erased', NULL, NULL, true, false);

CREATE OR REPLACE FUNCTION public.is_valid_user_erased(_payload jsonb)
RETURNS boolean
LANGUAGE sql
IMMUTABLE
PARALLEL SAFE
AS $$
    SELECT public.id_in(_payload, 'user_id') IS NOT NULL;
$$;

CREATE OR REPLACE FUNCTION audit.describe_user_erased(_event public.events)
RETURNS text
LANGUAGE sql
STABLE
AS $$
    SELECT 'erased every text of ' || audit.user_label((_event.payload ->> 'user_id')::bigint);
$$;
