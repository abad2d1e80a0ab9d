-- Everyone who is or was in the chat $2 of the realm $1, as the user $3 sees them.
SELECT participants.*
FROM public.chat_participants_view($1, $2, $3, 'everyone') AS participants
