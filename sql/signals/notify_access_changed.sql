-- Makes all replicas look these users up again and check the access of their open streams, after a
-- change that is not an event: a changed or deleted user, a revoked session. Replicas use what they
-- have looked up for seconds only, and check all open streams every few seconds, so that a lost
-- signal does little harm. Each signal has at most 300 ids, because a NOTIFY is limited to 8,000
-- bytes.
CREATE OR REPLACE FUNCTION public.notify_access_changed(_user_ids bigint[])
RETURNS void
LANGUAGE sql
AS $$
    SELECT public.send_signal(json_build_object('recheck', json_agg(u.id))::text)
    FROM (
        SELECT id, (row_number() OVER () - 1) / 300 AS part
        FROM unnest(_user_ids) AS id
    ) AS u
    GROUP BY u.part;
$$;
