-- Records the appended events of a batch that have limits, and deletes more records than it adds,
-- of any user, that are older than a minute. Runs in the transaction that appends.
CREATE OR REPLACE FUNCTION public.record_actions(_decisions public.decision[])
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    DELETE FROM public.recent_actions AS r
    WHERE r.id IN (
        SELECT old.id
        FROM public.recent_actions AS old
        WHERE old.at < clock_timestamp() - interval '1 minute'
        ORDER BY old.at
        LIMIT 2 * cardinality(_decisions)
    );

    INSERT INTO public.recent_actions (realm, actor_id, kind, at, chat_id, digest)
    SELECT d.realm, d.actor_id, d.kind, clock_timestamp(), coalesce(v.chat_id, 0),
           decode(d.prepared ->> 'digest', 'hex')
    FROM unnest(_decisions) AS v
    CROSS JOIN LATERAL (SELECT (v.event).*) AS d
    WHERE v.outcome = 'append'
      AND d.limits IS NOT NULL;
END;
$$;
