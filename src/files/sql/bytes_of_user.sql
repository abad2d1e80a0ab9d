-- The size in bytes of all files of the user $1 in the realm $2.
SELECT public.stored_bytes($1, $2) AS bytes
