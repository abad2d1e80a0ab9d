-- Which of the users $1 have an account.
SELECT u.id
FROM ONLY public.users AS u
WHERE u.id = ANY ($1)
