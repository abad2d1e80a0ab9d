-- A step of project(): sending marks the sender's own message as read. project_messages() does that
-- for those who are participants before the range, and calls this for others; it runs again after
-- participants are added, if the range adds any. A mark never moves back.
INSERT INTO public.projection_steps (routine, rank, kinds)
VALUES (
    'project_reads_of_senders', 70, '{chat_created, chat_restored, participant_joined}'
);

CREATE OR REPLACE FUNCTION public.project_reads_of_senders(_from bigint, _to bigint)
RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    _chat_ids bigint[];
    _user_ids bigint[];
    _ids      bigint[];
BEGIN
    SELECT array_agg(last.chat_id), array_agg(last.actor_id), array_agg(last.id)
    INTO _chat_ids, _user_ids, _ids
    FROM (
        SELECT e.chat_id, e.actor_id, max(e.position) AS id
        FROM public.events AS e
        WHERE e.position BETWEEN _from AND _to
          AND e.kind = 'message_sent'
          AND public.is_visit(e.payload)
        GROUP BY e.chat_id, e.actor_id
    ) AS last;

    IF _ids IS NULL THEN
        RETURN;
    END IF;

    UPDATE public.chat_participants AS p
    SET last_read_id = sent.id,
        last_read_seq = sent.seq
    FROM unnest(_chat_ids, _user_ids, _ids) AS last (chat_id, user_id, id)
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
          AND f.user_id = last.user_id
        OFFSET 0
    ) AS found
    WHERE p.ctid = found.ctid
      AND found.last_read_id < sent.id;

    PERFORM public.move_former_marks(_chat_ids, _user_ids, _ids);
END;
$$;
