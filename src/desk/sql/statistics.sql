-- The figures of the realm $1 for each day from $2 to $3 in the time zone $4, and for all of them (`day`
-- NULL, the last row).
WITH days AS (
    SELECT day::date AS day
    FROM generate_series($2::text::date::timestamp, $3::text::date::timestamp, interval '1 day') AS day
), range AS (
    SELECT $2::text::date::timestamp AT TIME ZONE $4::text AS begins,
           ($3::text::date + 1)::timestamp AT TIME ZONE $4::text AS ends
), active AS (
    SELECT (a.begins AT TIME ZONE $4::text)::date AS day, a.chat_id, sum(a.messages) AS messages
    FROM range AS r
    CROSS JOIN LATERAL (
        SELECT a.*
        FROM public.desk_activity AS a
        WHERE a.realm = $1
          AND a.begins >= r.begins
          AND a.begins < r.ends
        OFFSET 0
    ) AS a
    GROUP BY 1, 2
), activity AS (
    SELECT a.day, sum(a.messages)::bigint AS messages, count(DISTINCT a.chat_id) AS active_chats
    FROM active AS a
    GROUP BY GROUPING SETS ((a.day), ())
), answered AS (
    SELECT (w.answered_at AT TIME ZONE $4::text)::date AS day,
           extract(epoch FROM w.answered_at - w.asked_at)::float8 AS seconds
    FROM range AS r
    CROSS JOIN LATERAL (
        SELECT w.answered_at, w.asked_at
        FROM public.desk_waits AS w
        WHERE w.realm = $1
          AND w.answered_at IS NOT NULL
          AND w.answered_at >= r.begins
          AND w.answered_at < r.ends
        OFFSET 0
    ) AS w
), answers AS (
    SELECT a.day,
           count(*) AS answers,
           percentile_cont(0.5) WITHIN GROUP (ORDER BY a.seconds) AS response_median,
           percentile_cont(0.9) WITHIN GROUP (ORDER BY a.seconds) AS response_p90
    FROM answered AS a
    GROUP BY GROUPING SETS ((a.day), ())
), listed AS (
    SELECT d.day FROM days AS d
    UNION ALL
    SELECT NULL
)
SELECT l.day::text AS day,
       coalesce(v.messages, 0) AS messages,
       coalesce(v.active_chats, 0) AS active_chats,
       coalesce(n.answers, 0) AS answers,
       n.response_median,
       n.response_p90,
       (
           SELECT count(*)
           FROM public.desk_waits AS w
           WHERE w.realm = $1
             AND w.answered_at IS NULL
       ) AS unanswered
FROM listed AS l
LEFT JOIN activity AS v ON v.day IS NOT DISTINCT FROM l.day
LEFT JOIN answers AS n ON n.day IS NOT DISTINCT FROM l.day
ORDER BY l.day NULLS LAST
