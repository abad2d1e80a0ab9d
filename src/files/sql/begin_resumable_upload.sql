-- Begins a resumable upload under the storage key $1 in the realm $2, by the user $3, of a file named
-- $4 that is $5 bytes long, with the metadata $6, in parts of $7 bytes, unless the user has $8 unposted
-- files or would exceed the quota of $9 bytes. $10 is whether it is a voice note, $11 its waveform.
SELECT b.id, b.refusal, b.files
FROM public.begin_resumable_upload($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) AS b
