-- Appends events at positions that were assigned with the head locked.
INSERT INTO public.events
    (position, event_id, realm, chat_id, kind, actor_id, payload, recorded_at, origin)
SELECT e.position, e.event_id, e.realm, e.chat_id, e.kind, e.actor_id, e.payload, e.recorded_at, 'import'
FROM unnest(
    $1::bigint[], $2::uuid[], $3::text[], $4::bigint[], $5::text[], $6::bigint[], $7::jsonb[],
    $8::timestamptz[]
) AS e (position, event_id, realm, chat_id, kind, actor_id, payload, recorded_at)
