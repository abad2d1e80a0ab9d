-- Registers an upload under the storage key $1 in the realm $2, by the user $3, of a file named $4,
-- unless the user already has $5 unposted files, running uploads included. $6 is whether it is a voice
-- note, $7 its waveform.
INSERT INTO public.attachments (key, realm, owner_id, name, is_voice, waveform)
SELECT $1, $2, $3, $4, $6, $7
WHERE $5 > public.unposted_files($3)
RETURNING id
