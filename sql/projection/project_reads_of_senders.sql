-- A step of project(): sending marks the sender's own message as read. project_messages() does that
-- for those who are participants before the range; this runs after participants are added, if the
-- range adds any. A mark never moves back.
INSERT INTO public.projection_steps (routine, rank, kinds)
VALUES (
    'project_reads_of_senders', 70, '{chat_created, chat_restored, participant_joined}'
);

CREATE OR REPLACE FUNCTION public.project_reads_of_senders(_from bigint, _to bigint)
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    UPDATE public.chat_participants AS p
    SET last_read_id = sent.id,
        last_read_seq = sent.seq
    FROM (
        SELECT e.chat_id, e.actor_id, max(e.position) AS id
        FROM public.events AS e
        WHERE e.position BETWEEN _from AND _to
          AND e.kind = 'message_sent'
          AND public.is_visit(e.payload)
        GROUP BY e.chat_id, e.actor_id
    ) AS last
    CROSS JOIN LATERAL (
        SELECT m.id, m.seq
        FROM public.messages AS m
        WHERE m.id = last.id
        OFFSET 0
    ) AS sent
    CROSS JOIN LATERAL (
        SELECT f.ctid, f.last_read_id
        FROM public.chat_participants AS f
        WHERE f.chat_id = last.chat_id
          AND f.user_id = last.actor_id
        OFFSET 0
    ) AS found
    WHERE p.ctid = found.ctid
      AND found.last_read_id < sent.id;
END;
$$;
