-- A step of append_batch(): the results of new events that were not appended, with the earlier
-- event of each duplicate.
CREATE OR REPLACE FUNCTION public.results_without_append(_decisions public.decision[])
RETURNS SETOF public.append_result
LANGUAGE plpgsql
STABLE
AS $$
BEGIN
    RETURN QUERY
    SELECT (v.event).ordinal,
           CASE v.outcome WHEN 'stored' THEN 'append' ELSE v.outcome END,
           e.position,
           e.event_id,
           e.chat_id,
           e.actor_id,
           e.recorded_at,
           CASE WHEN e.payload IS DISTINCT FROM (v.event).payload THEN e.payload END,
           context.chat_uuid,
           context.subject_uuid,
           context.files,
           coalesce(m.is_deleted, c.deleted_at IS NOT NULL),
           bucket.microseconds,
           CASE
               WHEN (v.event).limits IS NOT NULL
                   THEN public.recent_quota(
                       (v.event).realm, (v.event).actor_id, (v.event).kind
                   )
           END
    FROM unnest(_decisions) AS v
    LEFT JOIN LATERAL (
        SELECT e.*
        FROM public.events AS e
        WHERE e.position = v.original
        OFFSET 0
    ) AS e ON true
    CROSS JOIN LATERAL public.event_context(
        e.position, NULL, e.kind, e.chat_id, NULL, e.payload
    ) AS context
    LEFT JOIN LATERAL (
        SELECT m.is_deleted FROM public.messages AS m WHERE m.id = v.original OFFSET 0
    ) AS m ON true
    LEFT JOIN LATERAL (
        SELECT c.deleted_at FROM public.chats AS c WHERE c.id = v.original OFFSET 0
    ) AS c ON true
    LEFT JOIN LATERAL public.bucket_full_in((v.event).actor_id, (v.event).kind) AS bucket ON true
    WHERE v.outcome <> 'append';
END;
$$;
