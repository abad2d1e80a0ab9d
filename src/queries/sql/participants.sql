-- Everyone who is or was in the chat $1.
SELECT participants.*
FROM public.chat_participants_view($1, NULL, 'everyone') AS participants
