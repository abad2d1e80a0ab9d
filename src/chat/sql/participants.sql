-- The members and former members of the chat $2 of the realm $1, as the user $3 sees them.
SELECT members.*
FROM public.chat_members($1, $2, $3, 'everyone') AS members
