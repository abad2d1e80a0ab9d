-- Notes what lines have: the keys $1, and the value of each; the first one of a key stays.
INSERT INTO pg_temp.seen (key, value)
SELECT given.key, given.value
FROM unnest($1::uuid[], $2::uuid[]) AS given (key, value)
ON CONFLICT (key) DO NOTHING
