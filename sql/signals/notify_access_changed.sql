-- Asks all replicas to check these users behind their open streams again, after a statement that
-- changed what they may do without being an event: a changed role or list of realms, a deleted
-- user, a revoked session. A lost signal is made good by the check every few seconds. 300 ids at a
-- time, since a NOTIFY holds 8,000 bytes.
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
