-- After statements that change what someone may do without being an event: a role
-- or the realms of a user changed, a user removed, a session revoked. The replicas are asked to look again at
-- the people behind their open streams. A lost signal is made good by the look they
-- take every few seconds anyway. Ids go 300 at a time, since a NOTIFY holds 8,000 bytes.
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
