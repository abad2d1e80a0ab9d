-- Which of the users $1 were erased, and the erasure has ended.
SELECT r.user_id
FROM ONLY public.erasures AS r
WHERE r.user_id = ANY ($1)
  AND r.finished_at IS NOT NULL
