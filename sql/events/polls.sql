-- A poll is a message whose text is a question and its options, a line each. Participants vote in it until its
-- author, or the owner or an admin of the group, closes it. A vote names all options of the voter, which are
-- numbered from 0; without any it takes the vote back. The payload has the user whose vote it is, since the
-- database takes those of an erased user back. Repeating either changes nothing.
INSERT INTO public.event_kinds
    (kind, append_rank, decide_with, describe_with, limit_class, required_ids)
VALUES
    (
        'poll_voted', 28, 'decide_poll_voted', 'describe_poll_voted', 'message',
        '{message_id, user_id}'
    ),
    ('poll_closed', 29, 'decide_poll_closed', 'describe_poll_closed', 'message', '{message_id}');

INSERT INTO public.message_parts (name, check_with, is_compared, edit_refusal)
VALUES ('poll', 'is_poll', true, 'poll_not_editable');

CREATE OR REPLACE FUNCTION public.is_poll(_value jsonb)
RETURNS boolean
LANGUAGE sql
IMMUTABLE
PARALLEL SAFE
AS $$
    SELECT coalesce(
        jsonb_typeof(_value -> 'multiple') = 'boolean'
            AND jsonb_typeof(_value -> 'anonymous') = 'boolean'
            AND public.id_in(_value, 'options') BETWEEN 2 AND 10,
        false
    );
$$;

-- Whether the text of a payload is that of its poll, unless it was erased.
CREATE OR REPLACE FUNCTION public.is_text_of_poll(_payload jsonb)
RETURNS boolean
LANGUAGE sql
IMMUTABLE
PARALLEL SAFE
AS $$
    SELECT _payload ? 'content_digest'
        OR cardinality(string_to_array(_payload ->> 'content', E'\n'))
            = public.id_in(_payload -> 'poll', 'options') + 1;
$$;

-- Options are listed in their order, none twice, so that equal votes are equal.
CREATE OR REPLACE FUNCTION public.is_valid_poll_voted(_payload jsonb)
RETURNS boolean
LANGUAGE sql
IMMUTABLE
PARALLEL SAFE
AS $$
    SELECT public.are_options(_payload -> 'option_ids');
$$;

-- Whether a JSON value is a list of options of some poll in their order.
CREATE OR REPLACE FUNCTION public.are_options(_ids jsonb)
RETURNS boolean
LANGUAGE plpgsql
IMMUTABLE
PARALLEL SAFE
AS $$
BEGIN
    RETURN CASE WHEN public.are_ids(_ids) THEN _ids = (
        SELECT coalesce(jsonb_agg(DISTINCT listed.id::bigint ORDER BY listed.id::bigint), '[]')
        FROM jsonb_array_elements_text(_ids) AS listed (id)
        WHERE listed.id::bigint BETWEEN 0 AND 9
    ) ELSE false END;
END;
$$;

-- The options of a vote; NULL if it is none in this poll.
CREATE OR REPLACE FUNCTION public.options_of_vote(_payload jsonb, _poll jsonb)
RETURNS smallint[]
LANGUAGE plpgsql
IMMUTABLE
AS $$
DECLARE
    _ids CONSTANT smallint[] := public.ids_in_order(_payload -> 'option_ids')::smallint[];
BEGIN
    RETURN CASE
        WHEN public.refusal_to_choose(_ids, _poll) IS NULL THEN _ids
    END;
END;
$$;

-- Why these options may not be chosen in a poll; NULL if they may.
CREATE OR REPLACE FUNCTION public.refusal_to_choose(_ids smallint[], _poll jsonb)
RETURNS text
LANGUAGE sql
IMMUTABLE
AS $$
    SELECT CASE
        WHEN _ids[cardinality(_ids)] >= (_poll ->> 'options')::integer THEN 'option_not_found'
        WHEN cardinality(_ids) > 1 AND NOT (_poll ->> 'multiple')::boolean THEN 'single_choice'
    END;
$$;

-- The options that a user has chosen in a poll; NULL if there are none.
CREATE OR REPLACE FUNCTION public.own_option_ids(_message_id bigint, _user_id bigint)
RETURNS smallint[]
LANGUAGE plpgsql
STABLE
AS $$
BEGIN
    RETURN (
        SELECT v.option_ids
        FROM public.poll_votes AS v
        WHERE v.message_id = _message_id
          AND v.user_id = _user_id
    );
END;
$$;

-- Those who may not write any more may still take a vote back, as they may delete a message.
CREATE OR REPLACE FUNCTION public.decide_poll_voted(_new_events public.new_event[])
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
                WHEN m.poll IS NULL THEN 'not_a_poll'
                WHEN unsuitable.code IS NOT NULL THEN unsuitable.code
                WHEN coalesce(public.own_option_ids(m.id, d.actor_id), '{}') = chosen.ids
                    THEN 'no_change'
                WHEN shown.closed_position IS NOT NULL THEN 'poll_closed'
                WHEN chosen.ids <> '{}' AND refused.code IS NOT NULL THEN refused.code
                ELSE 'append'
            END,
            m.chat_id,
            d.payload || jsonb_build_object('user_id', d.actor_id)
        )
        FROM unnest(_new_events) AS d
        CROSS JOIN LATERAL (
            SELECT public.ids_in_order(d.payload -> 'option_ids')::smallint[] AS ids
            OFFSET 0
        ) AS chosen
        LEFT JOIN LATERAL (
            SELECT m.*
            FROM public.messages AS m
            WHERE m.id = (d.payload ->> 'message_id')::bigint
            OFFSET 0
        ) AS m ON true
        CROSS JOIN LATERAL (
            SELECT public.refusal_to_choose(chosen.ids, m.poll) AS code
            OFFSET 0
        ) AS unsuitable
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
            SELECT shown.closed_position
            FROM public.polls AS shown
            WHERE shown.message_id = m.id
            OFFSET 0
        ) AS shown ON true
        WHERE d.kind = 'poll_voted'
    );
END;
$$;

CREATE OR REPLACE FUNCTION public.decide_poll_closed(_new_events public.new_event[])
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
                WHEN m.poll IS NULL THEN 'not_a_poll'
                WHEN m.sender_id IS DISTINCT FROM d.actor_id
                    AND public.member_role(c, p) NOT IN ('owner', 'admin') THEN 'not_the_author'
                WHEN shown.closed_position IS NOT NULL THEN 'no_change'
                WHEN refused.code IS NOT NULL THEN refused.code
                ELSE 'append'
            END,
            m.chat_id,
            d.payload
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
            SELECT shown.closed_position
            FROM public.polls AS shown
            WHERE shown.message_id = m.id
            OFFSET 0
        ) AS shown ON true
        WHERE d.kind = 'poll_closed'
    );
END;
$$;

INSERT INTO public.projection_steps (routine, rank, kinds)
VALUES ('project_votes', 47, '{poll_voted}');

-- Runs after the deletions of the range, so that a deleted poll gets no votes. The latest vote of the range of
-- each voter wins. A poll that was closed still takes them: those of erased users are taken back.
CREATE OR REPLACE FUNCTION public.project_votes(_from bigint, _to bigint)
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    WITH latest AS MATERIALIZED (
        SELECT DISTINCT ON (found.id, voter.user_id)
               e.position,
               found.id AS message_id,
               (found.poll ->> 'options')::integer AS options,
               voter.user_id,
               chosen.ids
        FROM public.events AS e
        CROSS JOIN LATERAL (SELECT (e.payload ->> 'user_id')::bigint AS user_id) AS voter
        CROSS JOIN LATERAL (
            SELECT f.id, f.chat_id, f.is_deleted, f.poll
            FROM public.messages AS f
            WHERE f.id = (e.payload ->> 'message_id')::bigint
            OFFSET 0
        ) AS found
        CROSS JOIN LATERAL (
            SELECT public.options_of_vote(e.payload, found.poll) AS ids
            OFFSET 0
        ) AS chosen
        WHERE e.position BETWEEN _from AND _to
          AND e.kind = 'poll_voted'
          AND found.id < e.position
          AND found.chat_id = e.chat_id
          AND NOT found.is_deleted
          AND found.poll IS NOT NULL
          AND chosen.ids IS NOT NULL
        ORDER BY found.id, voter.user_id, e.position DESC
    ), changed AS MATERIALIZED (
        SELECT l.*, former.row_id, coalesce(former.option_ids, '{}') AS former_ids
        FROM latest AS l
        LEFT JOIN LATERAL (
            SELECT f.ctid AS row_id, f.option_ids
            FROM public.poll_votes AS f
            WHERE f.message_id = l.message_id
              AND f.user_id = l.user_id
            OFFSET 0
        ) AS former ON true
    ), of_options AS (
        SELECT c.message_id,
               o.id,
               sum((o.id = ANY (c.ids))::integer - (o.id = ANY (c.former_ids))::integer) AS change
        FROM changed AS c
        CROSS JOIN LATERAL generate_series(0, c.options - 1) AS o (id)
        GROUP BY c.message_id, o.id
    ), of_polls AS MATERIALIZED (
        SELECT o.message_id, array_agg(o.change::bigint ORDER BY o.id) AS changes
        FROM of_options AS o
        GROUP BY o.message_id
    ), counted AS (
        INSERT INTO public.polls (message_id, counts)
        SELECT o.message_id,
               ARRAY(
                   SELECT coalesce(shown.counts[n], 0) + o.changes[n]
                   FROM generate_subscripts(o.changes, 1) AS n
                   ORDER BY n
               )
        FROM of_polls AS o
        LEFT JOIN LATERAL (
            SELECT f.counts
            FROM public.polls AS f
            WHERE f.message_id = o.message_id
            OFFSET 0
        ) AS shown ON true
        ON CONFLICT (message_id) DO UPDATE
        SET counts = excluded.counts
    ), taken_back AS (
        DELETE FROM public.poll_votes AS v
        WHERE v.ctid = ANY (ARRAY(
            SELECT c.row_id
            FROM changed AS c
            WHERE c.ids = '{}'
              AND c.row_id IS NOT NULL
        ))
    )
    INSERT INTO public.poll_votes (message_id, user_id, vote_position, option_ids)
    SELECT c.message_id, c.user_id, c.position, c.ids
    FROM changed AS c
    WHERE c.ids <> '{}'
    ON CONFLICT (message_id, user_id) DO UPDATE
    SET vote_position = excluded.vote_position,
        option_ids = excluded.option_ids;
END;
$$;

INSERT INTO public.projection_steps (routine, rank, kinds)
VALUES ('project_poll_closings', 48, '{poll_closed}');

-- The first one counts.
CREATE OR REPLACE FUNCTION public.project_poll_closings(_from bigint, _to bigint)
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    INSERT INTO public.polls AS p (message_id, counts, closed_position)
    SELECT found.id,
           array_fill(0::bigint, ARRAY[(found.poll ->> 'options')::integer]),
           min(e.position)
    FROM public.events AS e
    CROSS JOIN LATERAL (
        SELECT f.id, f.chat_id, f.is_deleted, f.poll
        FROM public.messages AS f
        WHERE f.id = (e.payload ->> 'message_id')::bigint
        OFFSET 0
    ) AS found
    WHERE e.position BETWEEN _from AND _to
      AND e.kind = 'poll_closed'
      AND found.id < e.position
      AND found.chat_id = e.chat_id
      AND NOT found.is_deleted
      AND found.poll IS NOT NULL
    GROUP BY found.id, found.poll
    ON CONFLICT (message_id) DO UPDATE
    SET closed_position = coalesce(p.closed_position, excluded.closed_position);
END;
$$;

INSERT INTO public.projection_steps (routine, rank, kinds)
VALUES ('project_deleted_polls', 43, '{message_deleted}');

-- A deleted message loses its votes.
CREATE OR REPLACE FUNCTION public.project_deleted_polls(_from bigint, _to bigint)
RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    _message_ids CONSTANT bigint[] := ARRAY(
        SELECT DISTINCT found.id
        FROM public.events AS e
        CROSS JOIN LATERAL (
            SELECT f.id, f.is_deleted, f.poll
            FROM public.messages AS f
            WHERE f.id = (e.payload ->> 'message_id')::bigint
            OFFSET 0
        ) AS found
        WHERE e.position BETWEEN _from AND _to
          AND e.kind = 'message_deleted'
          AND found.is_deleted
          AND found.poll IS NOT NULL
    );
BEGIN
    IF _message_ids = '{}' THEN
        RETURN;
    END IF;

    DELETE FROM public.poll_votes AS v
    WHERE v.ctid = ANY (ARRAY(
        SELECT found.ctid
        FROM unnest(_message_ids) AS deleted (id)
        CROSS JOIN LATERAL (
            SELECT f.ctid
            FROM public.poll_votes AS f
            WHERE f.message_id = deleted.id
            OFFSET 0
        ) AS found
    ));

    DELETE FROM public.polls AS p
    WHERE p.ctid = ANY (ARRAY(
        SELECT found.ctid
        FROM unnest(_message_ids) AS deleted (id)
        CROSS JOIN LATERAL (
            SELECT f.ctid
            FROM public.polls AS f
            WHERE f.message_id = deleted.id
            OFFSET 0
        ) AS found
    ));
END;
$$;

-- Auditors count the options from 1, as lines of the text after the question.
CREATE OR REPLACE FUNCTION audit.voted_options(_payload jsonb)
RETURNS text
LANGUAGE sql
IMMUTABLE
AS $$
    SELECT string_agg((listed.id::bigint + 1)::text, ', ' ORDER BY listed.ordinal)
    FROM jsonb_array_elements_text(_payload -> 'option_ids')
         WITH ORDINALITY AS listed (id, ordinal);
$$;

CREATE OR REPLACE FUNCTION audit.describe_poll_voted(_event public.events)
RETURNS text
LANGUAGE sql
STABLE
AS $$
    SELECT CASE
               WHEN _event.payload -> 'option_ids' <> '[]'
                   THEN 'voted for option ' || audit.voted_options(_event.payload) || ' of'
               WHEN _event.actor_id = (_event.payload ->> 'user_id')::bigint
                   THEN 'took the vote back in'
               ELSE 'took the vote of '
                    || audit.label_at((_event.payload ->> 'user_id')::bigint, _event.position)
                    || ' back in'
           END
           || ' poll ' || (_event.payload ->> 'message_id');
$$;

CREATE OR REPLACE FUNCTION audit.describe_poll_closed(_event public.events)
RETURNS text
LANGUAGE sql
STABLE
AS $$
    SELECT 'closed poll ' || (_event.payload ->> 'message_id');
$$;
