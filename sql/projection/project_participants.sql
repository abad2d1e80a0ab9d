-- A step of project(): the participants of chats after the range, and those who have left. Runs after
-- the messages of the range, because messages from before a user joins count as read.
INSERT INTO public.projection_steps (routine, rank, kinds)
VALUES (
    'project_participants', 50,
    '{chat_created, chat_restored, participant_joined, participant_left}'
);

CREATE OR REPLACE FUNCTION public.project_participants(_from bigint, _to bigint)
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    WITH joining AS MATERIALIZED (
        SELECT DISTINCT ON (e.chat_id, member.user_id)
               e.chat_id,
               member.user_id,
               member.role,
               e.recorded_at,
               public.participant_id(e.position, member.ordinal) AS id,
               max(e.position) FILTER (WHERE e.kind <> 'chat_restored') OVER of_user AS joined,
               min(e.position) OVER of_user AS first_seen
        FROM public.events AS e
        CROSS JOIN LATERAL (
            SELECT (listed ->> 'user_id')::bigint AS user_id,
                   CASE
                       WHEN e.kind = 'chat_created'
                           AND e.payload ->> 'type' = 'group'
                           AND listed -> 'user_id' = to_jsonb(e.actor_id) THEN 'owner'
                       ELSE coalesce(listed ->> 'role', 'member')
                   END AS role,
                   ordinal
            FROM jsonb_array_elements(
                CASE e.kind
                    WHEN 'participant_joined' THEN jsonb_build_array(e.payload)
                    ELSE e.payload -> 'participants'
                END
            ) WITH ORDINALITY AS listed (listed, ordinal)
        ) AS member
        WHERE e.position BETWEEN _from AND _to
          AND e.kind IN ('chat_created', 'chat_restored', 'participant_joined')
        WINDOW of_user AS (PARTITION BY e.chat_id, member.user_id)
        -- The last role wins if a user is listed twice.
        ORDER BY e.chat_id, member.user_id, e.position DESC, member.ordinal DESC
    ), returned AS (
        DELETE FROM public.former_participants AS p
        USING joining
        CROSS JOIN LATERAL (
            SELECT f.ctid
            FROM public.former_participants AS f
            WHERE f.chat_id = joining.chat_id
              AND f.user_id = joining.user_id
            OFFSET 0
        ) AS found
        WHERE p.ctid = found.ctid
    )
    INSERT INTO public.chat_participants AS p
        (id, chat_id, user_id, role, joined_at, last_read_id, last_read_seq)
    SELECT joining.id, joining.chat_id, joining.user_id, joining.role, joining.recorded_at,
           greatest(read.id, former.last_read_id, 0), greatest(read.seq, former.last_read_seq, 0)
    FROM joining
    LEFT JOIN LATERAL (
        SELECT previous.user_id
        FROM public.chat_participants AS previous
        WHERE previous.chat_id = joining.chat_id
          AND previous.user_id = joining.user_id
        OFFSET 0
    ) AS previous ON true
    -- As before `returned`: all parts of a statement read the same snapshot.
    LEFT JOIN LATERAL (
        SELECT f.user_id, f.last_read_id, f.last_read_seq
        FROM public.former_participants AS f
        WHERE f.chat_id = joining.chat_id
          AND f.user_id = joining.user_id
        OFFSET 0
    ) AS former ON true
    -- A restored participant keeps the read mark from before the deletion.
    LEFT JOIN LATERAL public.newest_message_up_to(
        joining.chat_id,
        greatest(
            joining.joined,
            CASE
                WHEN previous.user_id IS NULL AND former.user_id IS NULL THEN joining.first_seen
            END
        )
    ) AS read ON true
    ON CONFLICT (chat_id, user_id) DO UPDATE
    SET id = excluded.id,
        role = excluded.role,
        joined_at = excluded.joined_at,
        last_read_id = greatest(p.last_read_id, excluded.last_read_id),
        last_read_seq = greatest(p.last_read_seq, excluded.last_read_seq),
        own_read_id = NULL,
        own_read_seq = NULL;

    WITH leaving AS MATERIALIZED (
        SELECT latest.*
        FROM (
            SELECT DISTINCT ON (e.chat_id, (named ->> 'user_id')::bigint)
                   e.chat_id, (named ->> 'user_id')::bigint AS user_id, e.kind, e.recorded_at,
                   e.position
            FROM public.events AS e
            CROSS JOIN LATERAL jsonb_array_elements(
                CASE e.kind
                    WHEN 'chat_restored' THEN e.payload -> 'participants'
                    ELSE jsonb_build_array(e.payload)
                END
            ) AS named
            WHERE e.position BETWEEN _from AND _to
              AND e.kind IN ('chat_restored', 'participant_joined', 'participant_left')
            ORDER BY e.chat_id, (named ->> 'user_id')::bigint, e.position DESC
        ) AS latest
        WHERE latest.kind = 'participant_left'
    ), left_before AS (
        -- Manual SQL may remove a user twice.
        UPDATE public.former_participants AS p
        SET left_at = leaving.recorded_at,
            left_position = leaving.position
        FROM leaving
        CROSS JOIN LATERAL (
            SELECT f.ctid
            FROM public.former_participants AS f
            WHERE f.chat_id = leaving.chat_id
              AND f.user_id = leaving.user_id
            OFFSET 0
        ) AS found
        WHERE p.ctid = found.ctid
    ), removed AS (
        DELETE FROM public.chat_participants AS p
        USING leaving
        CROSS JOIN LATERAL (
            SELECT f.ctid
            FROM public.chat_participants AS f
            WHERE f.chat_id = leaving.chat_id
              AND f.user_id = leaving.user_id
            OFFSET 0
        ) AS found
        WHERE p.ctid = found.ctid
        RETURNING p.*, leaving.recorded_at, leaving.position
    )
    INSERT INTO public.former_participants
        (id, chat_id, user_id, role, joined_at, last_read_id, last_read_seq, left_at, left_position)
    SELECT r.id, r.chat_id, r.user_id, r.role, r.joined_at, r.last_read_id, r.last_read_seq,
           r.recorded_at, r.position
    FROM removed AS r;
END;
$$;
