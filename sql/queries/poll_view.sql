-- What is shown of a poll besides its text: `_poll` as it was sent, with `counts` (of each option; empty if
-- nobody has voted), `closed_at` and `own`, the options that the reader has chosen. Few messages are polls, so
-- it is a routine of its own and no part of message_view().
CREATE OR REPLACE FUNCTION public.poll_view(_message_id bigint, _poll jsonb, _reader_id bigint)
RETURNS jsonb
LANGUAGE plpgsql
STABLE
AS $$
BEGIN
    RETURN (
        SELECT _poll || jsonb_build_object(
            'counts', coalesce(to_jsonb(p.counts), '[]'),
            'closed_at', (
                SELECT e.recorded_at
                FROM public.events AS e
                WHERE e.position = p.closed_position
            ),
            'own', coalesce(to_jsonb(public.own_option_ids(_message_id, _reader_id)), '[]')
        )
        FROM (SELECT _message_id AS id) AS asked
        LEFT JOIN LATERAL (
            SELECT p.counts, p.closed_position
            FROM public.polls AS p
            WHERE p.message_id = asked.id
            OFFSET 0
        ) AS p ON true
    );
END;
$$;
