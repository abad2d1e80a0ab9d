-- The messages of others, at most 10,000, that a `chat_read` event newly covers, newest first: for
-- event_context().
CREATE OR REPLACE FUNCTION public.newly_read(
    _position bigint,
    _chat_id  bigint,
    _actor_id bigint,
    _payload  jsonb
)
RETURNS bigint[]
LANGUAGE plpgsql
STABLE
AS $$
BEGIN
    RETURN ARRAY(
        SELECT m.id
        FROM public.messages AS m
        WHERE NOT m.is_deleted
          AND (m.chat_id, m.id) > (_chat_id, coalesce(
              public.id_in(_payload, 'from_id'),
              public.id_in(_payload, 'up_to_id') - 1,
              _position
          ))
          AND (m.chat_id, m.id) <= (_chat_id, coalesce(
              public.id_in(_payload, 'up_to_id'), 0
          ))
          AND m.sender_id IS DISTINCT FROM _actor_id
        ORDER BY m.chat_id DESC, m.id DESC
        LIMIT 10000
    );
END;
$$;
