-- What counts against the limits of a realm on a kind of event (check_send_allowed.sql): the events of the
-- user in the last minute, the seconds until one of them counts no longer, and the same for the last 5
-- seconds. append_batch() answers with it for the few events that have such limits.
CREATE OR REPLACE FUNCTION public.recent_quota(_realm text, _actor_id bigint, _kind text)
RETURNS integer[]
LANGUAGE plpgsql
STABLE
AS $$
DECLARE
    _now CONSTANT timestamptz := clock_timestamp();
BEGIN
    RETURN (
        SELECT ARRAY[
                   count(*),
                   ceil(extract(epoch FROM min(r.at) + interval '1 minute' - _now)),
                   count(*) FILTER (WHERE r.at > _now - interval '5 seconds'),
                   ceil(extract(epoch FROM
                       min(r.at) FILTER (WHERE r.at > _now - interval '5 seconds')
                           + interval '5 seconds' - _now
                   ))
               ]::integer[]
        FROM public.recent_actions AS r
        WHERE r.realm = _realm
          AND r.actor_id = _actor_id
          AND r.kind = _kind
          AND r.at > _now - interval '1 minute'
    );
END;
$$;
