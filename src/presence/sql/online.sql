-- All users who are online, and the version of presence.
SELECT v.version,
       ARRAY(SELECT DISTINCT p.user_id FROM public.presence AS p) AS user_ids
FROM public.presence_version AS v
