-- The newest messages below a position that a text finds, at most _limit, and the position down to which
-- that is all of them: 1 or less if nothing is left to search.
--
-- The log is searched from the end in windows of positions, which grow while they have few messages of the
-- searched chats. The search ends before a window with more than _examined of them, which only one that
-- has grown can have. So a request examines a bounded number of messages, and none of other chats; only
-- who sees all chats and names none reads all messages of the log.
CREATE OR REPLACE FUNCTION public.search_messages(
    _realm     text,
    _user_id   bigint,
    _sees_all  boolean,
    _chat_id   bigint,
    _text      text,
    _author_id bigint,
    _after     timestamptz,
    _before    timestamptz,
    _has       text,
    _below     bigint,
    _limit     bigint,
    _examined  bigint
)
RETURNS TABLE (message_ids bigint[], searched_from bigint)
LANGUAGE plpgsql
STABLE
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
SET enable_bitmapscan = off
SET jit = off
AS $$
DECLARE
    _query   tsquery  := public.search_query(_text);
    _low     bigint   := CASE WHEN _after IS NULL THEN 1 ELSE public.position_from(_after) END;
    _high    bigint   := least(_below, (SELECT h.position + 1 FROM public.log_head AS h));
    _all     boolean  := _sees_all AND _chat_id IS NULL;
    _filters boolean  := num_nonnulls(_author_id, _after, _before, _has) > 0;
    _chats   bigint[];
    _window  bigint   := _examined;
    _from    bigint;
    _work    bigint   := 0;
    _count   bigint;
    _matches bigint[];
    _found   bigint[] := '{}';
BEGIN
    IF _before IS NOT NULL THEN
        _high := least(_high, public.position_until(_before));
    END IF;
    IF NOT _all THEN
        _chats := public.searched_chats(_realm, _user_id, _sees_all, _chat_id);
    END IF;
    IF _query IS NULL OR _chats = '{}' THEN
        _high := _low;
    END IF;

    WHILE _high > _low AND _work < _examined AND cardinality(_found) < _limit LOOP
        _from := greatest(_low, _high - _window);
        IF _all THEN
            SELECT count(*), array_agg(m.id) FILTER (
                       WHERE m.words @@ _query
                         AND (NOT _filters OR public.matches_filters(
                             m, _author_id, _after, _before, _has
                         ))
                         AND EXISTS (SELECT FROM public.active_chat(_realm, m.chat_id))
                   )
            INTO _count, _matches
            FROM (
                SELECT m.*
                FROM public.messages AS m
                WHERE m.id >= _from
                  AND m.id < _high
                  AND NOT m.is_deleted
                LIMIT _examined + 1
            ) AS m;
        ELSE
            SELECT count(*), array_agg(m.id) FILTER (
                       WHERE m.words @@ _query
                         AND (NOT _filters OR public.matches_filters(
                             m, _author_id, _after, _before, _has
                         ))
                   )
            INTO _count, _matches
            FROM (
                SELECT m.*
                FROM unnest(_chats) AS searched (chat_id)
                CROSS JOIN LATERAL (
                    SELECT m.*
                    FROM public.messages AS m
                    WHERE NOT m.is_deleted
                      AND (m.chat_id, m.id) >= (searched.chat_id, _from)
                      AND (m.chat_id, m.id) < (searched.chat_id, _high)
                    OFFSET 0
                ) AS m
                LIMIT _examined + 1
            ) AS m;
        END IF;

        EXIT WHEN _count > _examined;

        _work := _work + _count;
        _found := _found || _matches;
        _high := _from;
        -- To half of what may be examined: each window looks up every chat.
        IF _count < _examined / 4 THEN
            _window := least(_window, 1::bigint << 50)
                * least(8, _examined / (2 * greatest(_count, 1)));
        END IF;
    END LOOP;

    RETURN QUERY
    SELECT ARRAY(SELECT id FROM unnest(_found) AS id ORDER BY id DESC LIMIT _limit),
           CASE WHEN _high > _low THEN _high ELSE 0 END;
END;
$$;
