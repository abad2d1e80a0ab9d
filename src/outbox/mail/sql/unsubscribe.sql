-- Switches off e-mails to the user $1, if there is such a user.
INSERT INTO public.user_preferences AS p (user_id, email)
SELECT u.id, false
FROM public.users AS u
WHERE u.id = $1
ON CONFLICT (user_id) DO UPDATE
SET email = false
