-- Checks an event against the limits of its realm (new_event.limits): the code of the refusal, or
-- NULL; recent_quota.sql tells what they leave. Called after all other checks and with the head locked,
-- so that the limits hold across replicas. The writer never puts two such events of one user into a
-- batch, so the rest of the batch does not count.
--
-- Its cost depends on the user's actions in the last minute, which the limits bound.
CREATE OR REPLACE FUNCTION public.check_send_allowed(_new_event public.new_event)
RETURNS text
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    _limits CONSTANT jsonb := _new_event.limits;
    _now    CONSTANT timestamptz := clock_timestamp();
    _digest CONSTANT bytea := decode(_new_event.prepared ->> 'digest', 'hex');
    _minute integer;
    _burst  integer;
    _chats  integer;
BEGIN
    SELECT count(*),
           count(*) FILTER (WHERE r.at > _now - interval '5 seconds'),
           count(DISTINCT r.chat_id) FILTER (
               WHERE r.digest = _digest
                 AND r.chat_id IS DISTINCT FROM _new_event.chat_id
           )
    INTO _minute, _burst, _chats
    FROM public.recent_actions AS r
    WHERE r.realm = _new_event.realm
      AND r.actor_id = _new_event.actor_id
      AND r.kind = _new_event.kind
      AND r.at > _now - interval '1 minute';

    RETURN CASE
        WHEN _minute >= (_limits ->> 'a_minute')::integer THEN 'rate_limited'
        WHEN _burst >= (_limits ->> 'in_5_seconds')::integer THEN 'rate_limited'
        WHEN _chats >= (_limits ->> 'same_text_chats')::integer THEN 'spam'
    END;
END;
$$;
