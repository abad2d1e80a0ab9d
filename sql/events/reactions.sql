-- A participant reacted to a message with an emoji, or took the reaction back. The payload has the user
-- whose reaction it is, since the database removes those of an erased user, and the number of users whose
-- reaction it is afterwards. Repeating either changes nothing. A message has at most 20 emojis.
INSERT INTO public.event_kinds
    (kind, append_rank, decide_with, describe_with, limit_class, required_ids)
VALUES
    (
        'reaction_added', 24, 'decide_reaction', 'describe_reaction', 'message',
        '{message_id, user_id, count}'
    ),
    (
        'reaction_removed', 25, 'decide_reaction', 'describe_reaction', 'message',
        '{message_id, user_id, count}'
    );

-- Which texts are emojis, the server decides (src/domain/emoji.rs).
CREATE OR REPLACE FUNCTION public.is_emoji(_payload jsonb)
RETURNS boolean
LANGUAGE sql
IMMUTABLE
PARALLEL SAFE
AS $$
    SELECT jsonb_typeof(_payload -> 'emoji') = 'string'
       AND char_length(_payload ->> 'emoji') BETWEEN 1 AND 32;
$$;

CREATE OR REPLACE FUNCTION public.is_valid_reaction_added(_payload jsonb)
RETURNS boolean
LANGUAGE sql
IMMUTABLE
PARALLEL SAFE
AS $$
    SELECT public.is_emoji(_payload);
$$;

CREATE OR REPLACE FUNCTION public.is_valid_reaction_removed(_payload jsonb)
RETURNS boolean
LANGUAGE sql
IMMUTABLE
PARALLEL SAFE
AS $$
    SELECT public.is_emoji(_payload);
$$;

-- Those who may not write any more may still take a reaction back, as they may delete a message.
CREATE OR REPLACE FUNCTION public.decide_reaction(_new_events public.new_event[])
RETURNS public.decision[]
LANGUAGE plpgsql
STABLE
AS $$
BEGIN
    RETURN ARRAY(
        SELECT public.decision(
            d,
            CASE
                WHEN c.id IS NULL THEN 'message_not_found'
                WHEN p.user_id IS NULL THEN 'not_a_participant'
                WHEN m.is_deleted THEN 'message_not_found'
                WHEN (own.id IS NOT NULL) = (d.kind = 'reaction_added') THEN 'no_change'
                WHEN d.kind = 'reaction_removed' THEN 'append'
                WHEN refused.code IS NOT NULL THEN refused.code
                WHEN shown.count IS NULL AND (
                    SELECT count(*)
                    FROM public.reaction_counts AS other
                    WHERE other.message_id = m.id
                ) >= 20 THEN 'too_many_reactions'
                ELSE 'append'
            END,
            m.chat_id,
            d.payload || jsonb_build_object(
                'user_id', d.actor_id,
                'count', coalesce(shown.count, 0)
                         + CASE d.kind WHEN 'reaction_added' THEN 1 ELSE -1 END
            )
        )
        FROM unnest(_new_events) AS d
        LEFT JOIN LATERAL (
            SELECT m.*
            FROM public.messages AS m
            WHERE m.id = (d.payload ->> 'message_id')::bigint
            OFFSET 0
        ) AS m ON true
        LEFT JOIN LATERAL (
            SELECT c.*
            FROM public.chats AS c
            WHERE c.id = m.chat_id
            OFFSET 0
        ) AS c ON c.realm = d.realm
        LEFT JOIN LATERAL public.active_participant(c.id, d.actor_id) AS p ON c.deleted_at IS NULL
        LEFT JOIN LATERAL public.refusal_to_write(d.realm, d.actor_id, c.id, c.type) AS refused
            ON true
        LEFT JOIN LATERAL (
            SELECT r.id
            FROM public.reactions AS r
            WHERE r.message_id = m.id
              AND r.emoji = d.payload ->> 'emoji'
              AND r.user_id = d.actor_id
            OFFSET 0
        ) AS own ON true
        LEFT JOIN LATERAL (
            SELECT r.count
            FROM public.reaction_counts AS r
            WHERE r.message_id = m.id
              AND r.emoji = d.payload ->> 'emoji'
            OFFSET 0
        ) AS shown ON true
        WHERE d.kind IN ('reaction_added', 'reaction_removed')
    );
END;
$$;

INSERT INTO public.projection_steps (routine, rank, kinds)
VALUES ('project_reactions', 44, '{reaction_added, reaction_removed}');

-- Runs after the deletions of the range, so that a deleted message gets no reactions. An event changes
-- something if it adds a reaction that is not there, or removes one that is. The count does not come
-- from the payload: manual SQL may have any.
CREATE OR REPLACE FUNCTION public.project_reactions(_from bigint, _to bigint)
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    WITH named AS MATERIALIZED (
        SELECT e.position,
               found.id AS message_id,
               e.payload ->> 'emoji' AS emoji,
               (e.payload ->> 'user_id')::bigint AS user_id,
               e.kind = 'reaction_added' AS is_added
        FROM public.events AS e
        CROSS JOIN LATERAL (
            SELECT f.id, f.chat_id, f.is_deleted
            FROM public.messages AS f
            WHERE f.id = (e.payload ->> 'message_id')::bigint
            OFFSET 0
        ) AS found
        WHERE e.position BETWEEN _from AND _to
          AND e.kind IN ('reaction_added', 'reaction_removed')
          AND found.id < e.position
          AND found.chat_id = e.chat_id
          AND NOT found.is_deleted
    ), ordered AS (
        SELECT n.*,
               coalesce(
                   lag(n.is_added) OVER (
                       PARTITION BY n.message_id, n.emoji, n.user_id ORDER BY n.position
                   ),
                   own.id IS NOT NULL
               ) AS was_added
        FROM named AS n
        LEFT JOIN LATERAL (
            SELECT r.id
            FROM public.reactions AS r
            WHERE r.message_id = n.message_id
              AND r.emoji = n.emoji
              AND r.user_id = n.user_id
            OFFSET 0
        ) AS own ON true
    ), counted AS MATERIALIZED (
        SELECT o.*,
               shown.id AS shown_since,
               coalesce(shown.count, 0) + sum(CASE WHEN o.is_added THEN 1 ELSE -1 END) OVER (
                   PARTITION BY o.message_id, o.emoji ORDER BY o.position
               ) AS count
        FROM ordered AS o
        LEFT JOIN LATERAL (
            SELECT r.id, r.count
            FROM public.reaction_counts AS r
            WHERE r.message_id = o.message_id
              AND r.emoji = o.emoji
            OFFSET 0
        ) AS shown ON true
        WHERE o.is_added <> o.was_added
    ), totals AS MATERIALIZED (
        SELECT c.message_id,
               c.emoji,
               (array_agg(c.count ORDER BY c.position DESC))[1] AS count,
               coalesce(
                   max(c.position) FILTER (WHERE c.is_added AND c.count = 1), min(c.shown_since)
               ) AS id
        FROM counted AS c
        GROUP BY c.message_id, c.emoji
    ), last AS MATERIALIZED (
        SELECT DISTINCT ON (c.message_id, c.emoji, c.user_id) c.*
        FROM counted AS c
        ORDER BY c.message_id, c.emoji, c.user_id, c.position DESC
    ), uncounted AS (
        DELETE FROM public.reaction_counts AS r
        WHERE r.ctid = ANY (ARRAY(
            SELECT found.ctid
            FROM totals AS t
            CROSS JOIN LATERAL (
                SELECT f.ctid
                FROM public.reaction_counts AS f
                WHERE f.message_id = t.message_id
                  AND f.emoji = t.emoji
                OFFSET 0
            ) AS found
            WHERE t.count = 0
        ))
    ), recounted AS (
        INSERT INTO public.reaction_counts (id, message_id, emoji, count)
        SELECT t.id, t.message_id, t.emoji, t.count
        FROM totals AS t
        WHERE t.count > 0
        ON CONFLICT (message_id, emoji) DO UPDATE
        SET id = excluded.id,
            count = excluded.count
    ), removed AS (
        DELETE FROM public.reactions AS r
        WHERE r.ctid = ANY (ARRAY(
            SELECT found.ctid
            FROM last AS l
            CROSS JOIN LATERAL (
                SELECT f.ctid
                FROM public.reactions AS f
                WHERE f.message_id = l.message_id
                  AND f.emoji = l.emoji
                  AND f.user_id = l.user_id
                OFFSET 0
            ) AS found
            WHERE NOT l.is_added
        ))
    )
    INSERT INTO public.reactions (id, message_id, emoji, user_id)
    SELECT l.position, l.message_id, l.emoji, l.user_id
    FROM last AS l
    WHERE l.is_added
    ON CONFLICT (message_id, emoji, user_id) DO UPDATE
    SET id = excluded.id;
END;
$$;

INSERT INTO public.projection_steps (routine, rank, kinds)
VALUES ('project_reactions_of_deleted', 42, '{message_deleted}');

-- A deleted message loses its reactions.
CREATE OR REPLACE FUNCTION public.project_reactions_of_deleted(_from bigint, _to bigint)
RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    _message_ids CONSTANT bigint[] := ARRAY(
        SELECT DISTINCT found.id
        FROM public.events AS e
        CROSS JOIN LATERAL (
            SELECT f.id, f.is_deleted
            FROM public.messages AS f
            WHERE f.id = (e.payload ->> 'message_id')::bigint
            OFFSET 0
        ) AS found
        WHERE e.position BETWEEN _from AND _to
          AND e.kind = 'message_deleted'
          AND found.is_deleted
    );
BEGIN
    DELETE FROM public.reactions AS r
    WHERE r.ctid = ANY (ARRAY(
        SELECT found.ctid
        FROM unnest(_message_ids) AS deleted (id)
        CROSS JOIN LATERAL (
            SELECT f.ctid
            FROM public.reactions AS f
            WHERE f.message_id = deleted.id
            OFFSET 0
        ) AS found
    ));

    DELETE FROM public.reaction_counts AS r
    WHERE r.ctid = ANY (ARRAY(
        SELECT found.ctid
        FROM unnest(_message_ids) AS deleted (id)
        CROSS JOIN LATERAL (
            SELECT f.ctid
            FROM public.reaction_counts AS f
            WHERE f.message_id = deleted.id
            OFFSET 0
        ) AS found
    ));
END;
$$;

CREATE OR REPLACE FUNCTION audit.describe_reaction(_event public.events)
RETURNS text
LANGUAGE sql
STABLE
AS $$
    SELECT CASE
               WHEN _event.kind = 'reaction_added'
                   THEN 'reacted with ' || (_event.payload ->> 'emoji') || ' to'
               WHEN _event.actor_id = (_event.payload ->> 'user_id')::bigint
                   THEN 'removed the reaction ' || (_event.payload ->> 'emoji') || ' from'
               ELSE 'removed the reaction ' || (_event.payload ->> 'emoji') || ' of '
                    || audit.label_at((_event.payload ->> 'user_id')::bigint, _event.position) || ' from'
           END
           || ' message ' || (_event.payload ->> 'message_id');
$$;
