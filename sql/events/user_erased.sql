-- The texts of a current or former participant were erased (../audit/erase_user.sql), or, without a chat, their
-- former names and their reasons for reading: replicas that read this event drop the texts from memory. Only the owner of the log appends it
-- (../append/require_log_owner.sql).
INSERT INTO public.event_kinds
    (kind, append_rank, decide_with, describe_with, limit_class, required_ids, in_chat)
VALUES
    ('user_erased', NULL, NULL, 'describe_user_erased', 'none', '{user_id}', NULL);

CREATE OR REPLACE FUNCTION public.is_valid_user_erased(_payload jsonb)
RETURNS boolean
LANGUAGE sql
IMMUTABLE
PARALLEL SAFE
AS $$
    SELECT public.id_in(_payload, 'erased_events') IS NOT NULL
       AND _payload ->> 'events_hash' ~ '^[0-9a-f]{64}$'
       AND jsonb_typeof(_payload -> 'operator') = 'string'
       AND (NOT _payload ? 'reason' OR jsonb_typeof(_payload -> 'reason') = 'string')
       AND (NOT _payload ? 'requested_by' OR public.id_in(_payload, 'requested_by') IS NOT NULL);
$$;

CREATE OR REPLACE FUNCTION audit.describe_user_erased(_event public.events)
RETURNS text
LANGUAGE sql
STABLE
AS $$
    SELECT 'erased every text of ' || audit.label_at((_event.payload ->> 'user_id')::bigint, _event.position);
$$;
