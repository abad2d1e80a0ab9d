-- Moves the read marks of users who have left a chat, each to the newest message up to an id. Runs for
-- the events of a range whose users have no row in `chat_participants`: those who read or sent before
-- they left in the same range, and what an import or manual SQL appends in the name of a former
-- participant. A mark never moves back.
CREATE OR REPLACE FUNCTION public.move_former_marks(
    _chat_ids bigint[],
    _user_ids bigint[],
    _up_to_ids bigint[]
)
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    UPDATE public.former_participants AS p
    SET last_read_id = read.id,
        last_read_seq = read.seq
    FROM unnest(_chat_ids, _user_ids, _up_to_ids) AS marks (chat_id, user_id, up_to_id)
    CROSS JOIN LATERAL public.newest_message_up_to(marks.chat_id, marks.up_to_id) AS read
    CROSS JOIN LATERAL (
        SELECT f.ctid, f.last_read_id
        FROM public.former_participants AS f
        WHERE f.chat_id = marks.chat_id
          AND f.user_id = marks.user_id
        OFFSET 0
    ) AS found
    WHERE p.ctid = found.ctid
      AND found.last_read_id < read.id;
END;
$$;
