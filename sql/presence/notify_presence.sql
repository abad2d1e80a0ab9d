-- Notifies all replicas of the users who came online and went offline, by one NOTIFY. The caller
-- holds lock_presence(), so that notifications commit in the order of their versions. A NOTIFY is
-- limited to 8,000 bytes: if the users do not fit, it lists none of them, and each replica reads
-- the table. Returns the version of presence.
CREATE OR REPLACE FUNCTION public.notify_presence(_online bigint[], _offline bigint[])
RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    _version bigint;
    _change  jsonb;
BEGIN
    IF cardinality(_online) + cardinality(_offline) = 0 THEN
        RETURN (SELECT v.version FROM public.presence_version AS v);
    END IF;

    UPDATE public.presence_version AS v
    SET version = v.version + 1
    RETURNING v.version INTO STRICT _version;

    _change := jsonb_build_object('version', _version);
    IF cardinality(_online) + cardinality(_offline) <= 300 THEN
        _change := _change || jsonb_build_object('online', _online, 'offline', _offline);
    END IF;
    PERFORM public.send_signal(jsonb_build_object('presence', _change)::text);

    RETURN _version;
END;
$$;
