-- A step of project(): the read marks that participants move. The mark that others see never moves back, nor past
-- its own event; the participant's own one, which ../events/chat_marked_unread.sql moves back, follows where it is
-- lower.
INSERT INTO public.projection_steps (routine, rank, kinds)
VALUES ('project_reads', 75, '{chat_read}');

CREATE OR REPLACE FUNCTION public.project_reads(_from bigint, _to bigint)
RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    _chat_ids  bigint[];
    _user_ids  bigint[];
    _up_to_ids bigint[];
BEGIN
    WITH marks AS MATERIALIZED (
        SELECT marked.chat_id,
               marked.user_id,
               marked.up_to_id,
               found.row_id,
               found.last_read_id,
               found.last_read_seq,
               found.own_read_id
        FROM (
            SELECT e.chat_id,
                   e.actor_id AS user_id,
                   max(least((e.payload ->> 'up_to_id')::bigint, e.position)) AS up_to_id
            FROM public.events AS e
            WHERE e.position BETWEEN _from AND _to
              AND e.kind = 'chat_read'
            GROUP BY e.chat_id, e.actor_id
        ) AS marked
        LEFT JOIN LATERAL (
            SELECT f.ctid AS row_id, f.last_read_id, f.last_read_seq, f.own_read_id
            FROM public.chat_participants AS f
            WHERE f.chat_id = marked.chat_id
              AND f.user_id = marked.user_id
            OFFSET 0
        ) AS found ON true
    ), moved AS (
        UPDATE public.chat_participants AS p
        SET last_read_id = greatest(marks.last_read_id, read.id),
            last_read_seq = greatest(marks.last_read_seq, read.seq),
            own_read_id = CASE WHEN read.id < marks.last_read_id THEN read.id END,
            own_read_seq = CASE WHEN read.id < marks.last_read_id THEN read.seq END
        FROM marks
        CROSS JOIN LATERAL public.newest_message_up_to(marks.chat_id, marks.up_to_id) AS read
        WHERE p.ctid = marks.row_id
          AND coalesce(marks.own_read_id, marks.last_read_id) < read.id
    )
    SELECT array_agg(m.chat_id), array_agg(m.user_id), array_agg(m.up_to_id)
    INTO _chat_ids, _user_ids, _up_to_ids
    FROM marks AS m
    WHERE m.row_id IS NULL;

    IF _chat_ids IS NOT NULL THEN
        PERFORM public.move_former_marks(_chat_ids, _user_ids, _up_to_ids);
    END IF;
END;
$$;
