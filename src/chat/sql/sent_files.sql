-- The newest $6 messages of the chat $1, up to the message $2, that have files of the kind $3 (`image`, `video`,
-- `audio` or `file`) or, if it is `link`, links; NULL: either. Each with its files of the kind, NULL if there
-- are none, and with its text if links are listed. Of the messages with files $4 are examined; `examined_from` is the
-- oldest of them, if there may be more.
--
-- A sort key is compared as a pair, (chat_id, id): sql/projection/newest_message_up_to.sql says why.
WITH examined AS MATERIALIZED (
    SELECT m.id, m.attachments
    FROM public.messages AS m
    WHERE cardinality(m.attachments) > 0
      AND NOT m.is_deleted
      AND $3::text IS DISTINCT FROM 'link'
      AND (m.chat_id, m.id) >= ($1, 0)
      AND (m.chat_id, m.id) <= ($1, $2)
    ORDER BY m.chat_id DESC, m.id DESC
    LIMIT $4
), oldest AS MATERIALIZED (
    SELECT CASE WHEN count(*) = $4 THEN min(e.id) END AS id
    FROM examined AS e
), with_files AS MATERIALIZED (
    SELECT e.id, described.files
    FROM examined AS e
    CROSS JOIN LATERAL (
        SELECT jsonb_agg(
                   public.describe_file(a) ORDER BY array_position(e.attachments, a.id)
               ) AS files
        FROM public.attachments AS a
        WHERE a.id = ANY (e.attachments)
          AND a.size IS NOT NULL
          AND a.deleted_at IS NULL
          AND CASE $3
              WHEN 'audio' THEN a.is_voice OR a.mime LIKE 'audio/%'
              WHEN 'file' THEN NOT a.is_voice AND a.mime !~ '^(image|video|audio)/'
              ELSE $3 IS NULL OR NOT a.is_voice AND split_part(a.mime, '/', 1) = $3
          END
    ) AS described
    WHERE described.files IS NOT NULL
    ORDER BY e.id DESC
    LIMIT $6
), with_links AS MATERIALIZED (
    SELECT m.id
    FROM public.messages AS m
    WHERE public.has_link(m.content)
      AND NOT m.is_deleted
      AND $5
      AND (m.chat_id, m.id) >= ($1, 0)
      AND (m.chat_id, m.id) <= ($1, $2)
    ORDER BY m.chat_id DESC, m.id DESC
    LIMIT $6
)
SELECT oldest.id AS examined_from,
       found.id AS message_id,
       m.sender_id,
       m.created_at,
       found.files,
       CASE WHEN found.has_links THEN m.content END AS content
FROM oldest
LEFT JOIN (
    SELECT coalesce(f.id, l.id) AS id, f.files, l.id IS NOT NULL AS has_links
    FROM with_files AS f
    FULL JOIN with_links AS l ON l.id = f.id
    ORDER BY 1 DESC
    LIMIT $6
) AS found ON found.id >= coalesce(oldest.id, 0)
LEFT JOIN LATERAL (
    SELECT m.sender_id, m.created_at, m.content
    FROM public.messages AS m
    WHERE m.id = found.id
    OFFSET 0
) AS m ON true
ORDER BY found.id DESC
