-- One row if a user has no connection on any replica and has had none since a moment; no row
-- otherwise. A replica that has missed three heartbeats has no connections.
--
-- It returns rows instead of a boolean because Postgres inlines only such functions if they contain
-- subqueries.
CREATE OR REPLACE FUNCTION public.absence(_user_id bigint, _since timestamptz)
RETURNS TABLE (is_absent boolean)
LANGUAGE sql
STABLE
AS $$
    SELECT true
    WHERE NOT EXISTS (
              SELECT
              FROM (
                  SELECT p.replica_id
                  FROM public.presence AS p
                  WHERE p.user_id = _user_id
                  OFFSET 0
              ) AS p
              CROSS JOIN LATERAL (
                  SELECT r.heartbeat_at
                  FROM public.replicas AS r
                  WHERE r.replica_id = p.replica_id
                  OFFSET 0
              ) AS r
              WHERE r.heartbeat_at > now() - interval '6 seconds'
          )
      AND NOT EXISTS (
              SELECT
              FROM public.last_seen AS l
              WHERE l.user_id = _user_id
                AND l.at > _since
          );
$$;
