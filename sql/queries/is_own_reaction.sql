-- Whether a user is among those who react to a message with an emoji.
CREATE OR REPLACE FUNCTION public.is_own_reaction(
    _message_id bigint,
    _emoji      text,
    _user_id    bigint
)
RETURNS boolean
LANGUAGE plpgsql
STABLE
AS $$
BEGIN
    RETURN EXISTS (
        SELECT
        FROM public.reactions AS r
        WHERE r.message_id = _message_id
          AND r.emoji = _emoji
          AND r.user_id = _user_id
    );
END;
$$;
