-- The chats: the seller first. The id of a buyer with an account is their number, which may follow `user_`.
SELECT 'chat' AS source,
       c.id::text AS id,
       'private' AS type,
       NULL::text AS title,
       jsonb_build_object('iphone_id', c.iphone_id) AS context,
       coalesce(c.iphone_id::text, '') AS pair,
       CASE WHEN c.buyer_is_registered THEN regexp_replace(c.buyer_id, '^user_', '')
            ELSE 'guest:' || lower(c.buyer_id) END AS created_by,
       coalesce(c.created_at::timestamptz, now()) AS created_at,
       ARRAY[
           coalesce(c.seller_id::text, 'NULL'),
           coalesce(
               CASE WHEN c.buyer_is_registered THEN regexp_replace(c.buyer_id, '^user_', '')
                    ELSE 'guest:' || lower(c.buyer_id) END,
               'NULL'
           )
       ] AS members,
       ARRAY['seller', 'buyer'] AS roles,
       CASE
           WHEN c.iphone_id IS NULL THEN 'it has no iphone_id'
           WHEN c.buyer_is_registered IS NOT TRUE
               AND c.buyer_id !~* '^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$'
               THEN 'the id of its buyer is no UUID'
       END AS problem
FROM chat AS c
ORDER BY c.created_at, c.id
