-- Whether a new message with this payload marks the chat read for its sender, and answers: all that are
-- written in the chat, but not what is forwarded into it, not what was scheduled before, and not a system
-- message. The planner inlines it.
CREATE OR REPLACE FUNCTION public.is_visit(_payload jsonb)
RETURNS boolean
LANGUAGE sql
IMMUTABLE
PARALLEL SAFE
AS $$
    SELECT _payload ->> 'type' IS DISTINCT FROM 'system'
       AND NOT _payload ?| ARRAY['forwarded_from', 'was_forwarded', 'scheduled_id'];
$$;
