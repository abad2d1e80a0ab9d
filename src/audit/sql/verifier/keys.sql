-- The keys of the authors $1.
SELECT k.author_id, k.key
FROM ONLY audit.author_keys AS k
WHERE k.author_id = ANY ($1)
