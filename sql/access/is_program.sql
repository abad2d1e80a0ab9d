-- Whether a user is a server-side program, which acts by an API key. Called while deciding, with the head locked.
CREATE OR REPLACE FUNCTION public.is_program(_user_id bigint)
RETURNS boolean
LANGUAGE plpgsql
STABLE
AS $$
BEGIN
    RETURN EXISTS (
        SELECT
        FROM public.users AS u
        WHERE u.id = _user_id
          AND u.role = 'service'
    );
END;
$$;
