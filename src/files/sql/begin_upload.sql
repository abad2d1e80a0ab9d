-- Registers an upload under the storage key $1 in the realm $2, by the user $3, of a file named $4,
-- unless the user already has $5 unposted files, running uploads included. $6 is whether it is a voice
-- note, $7 its waveform. Returns the upload's id, NULL if it is refused, and the number of unposted files
-- before.
WITH unposted AS MATERIALIZED (
    SELECT public.unposted_files($3) AS files
), added AS (
    INSERT INTO public.attachments (key, realm, owner_id, name, is_voice, waveform)
    SELECT $1, $2, $3, $4, $6, $7
    FROM unposted
    WHERE $5 > unposted.files
    RETURNING id
)
SELECT added.id, unposted.files
FROM unposted
LEFT JOIN added ON true
