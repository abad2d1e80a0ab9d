-- A step of project(): the read marks that participants move. A mark never moves back, nor past its
-- own event.
INSERT INTO public.projection_steps (routine, rank, kinds)
VALUES ('project_reads', 75, '{chat_read}');

CREATE OR REPLACE FUNCTION public.project_reads(_from bigint, _to bigint)
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    UPDATE public.chat_participants AS p
    SET last_read_id = read.id,
        last_read_seq = read.seq
    FROM (
        SELECT e.chat_id,
               e.actor_id AS user_id,
               max(least((e.payload ->> 'up_to_id')::bigint, e.position)) AS up_to_id
        FROM public.events AS e
        WHERE e.position BETWEEN _from AND _to
          AND e.kind = 'chat_read'
        GROUP BY e.chat_id, e.actor_id
    ) AS marks
    CROSS JOIN LATERAL public.newest_message_up_to(marks.chat_id, marks.up_to_id) AS read
    CROSS JOIN LATERAL (
        SELECT f.ctid, f.last_read_id
        FROM public.chat_participants AS f
        WHERE f.chat_id = marks.chat_id
          AND f.user_id = marks.user_id
        OFFSET 0
    ) AS found
    WHERE p.ctid = found.ctid
      AND found.last_read_id < read.id;
END;
$$;
