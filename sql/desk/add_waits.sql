-- A step of count_waits(): the messages of a range of the log begin waits for an answer, or answer. What
-- is forwarded answers nothing.
CREATE OR REPLACE FUNCTION public.add_waits(_from bigint, _to bigint)
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    WITH sent AS (
        SELECT e.position,
               e.realm,
               e.chat_id,
               e.actor_id,
               e.recorded_at,
               p.role IN ('teacher', 'seller') AS is_answer
        FROM public.events AS e
        CROSS JOIN LATERAL (
            SELECT c.type FROM public.chats AS c WHERE c.id = e.chat_id OFFSET 0
        ) AS c
        CROSS JOIN LATERAL (
            SELECT p.role
            FROM public.all_participants AS p
            WHERE p.chat_id = e.chat_id
              AND p.user_id = e.actor_id
            OFFSET 0
        ) AS p
        WHERE e.position BETWEEN _from AND _to
          AND e.kind = 'message_sent'
          AND public.realm_has_desk(e.realm)
          AND c.type = 'private'
          AND (p.role IN ('student', 'buyer')
               OR p.role IN ('teacher', 'seller') AND public.is_visit(e.payload))
    ), answerable AS (
        SELECT s.*,
               lag(s.is_answer) OVER in_chat AS follows_answer,
               min(s.recorded_at) FILTER (WHERE s.is_answer) OVER later AS answered_at
        FROM sent AS s
        WINDOW in_chat AS (PARTITION BY s.chat_id ORDER BY s.position),
               later AS (
                   PARTITION BY s.chat_id
                   ORDER BY s.position
                   ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING
               )
    ), waiting AS (
        SELECT DISTINCT ON (p.chat_id) p.chat_id, w.asked_id
        FROM answerable AS p
        CROSS JOIN LATERAL (
            SELECT w.asked_id
            FROM public.desk_waits AS w
            WHERE w.chat_id = p.chat_id
              AND w.answered_at IS NULL
            OFFSET 0
        ) AS w
    ), answered AS (
        UPDATE public.desk_waits AS w
        SET answered_at = greatest(w.asked_at, first.at)
        FROM (
            SELECT waiting.asked_id, min(p.recorded_at) AS at
            FROM waiting
            JOIN answerable AS p ON p.chat_id = waiting.chat_id AND p.is_answer
            GROUP BY waiting.asked_id
        ) AS first
        WHERE w.asked_id = first.asked_id
    )
    INSERT INTO public.desk_waits (asked_id, realm, chat_id, asked_by, asked_at, answered_at)
    SELECT p.position, p.realm, p.chat_id, p.actor_id, p.recorded_at,
           -- greatest() would ignore that there is no answer.
           CASE WHEN p.answered_at IS NOT NULL THEN greatest(p.recorded_at, p.answered_at) END
    FROM answerable AS p
    LEFT JOIN waiting ON waiting.chat_id = p.chat_id
    WHERE NOT p.is_answer
      -- The first message in the range begins a wait if there is none.
      AND coalesce(p.follows_answer, waiting.asked_id IS NULL)
    ORDER BY p.position;
END;
$$;
