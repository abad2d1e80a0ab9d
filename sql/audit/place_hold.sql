-- Places a hold on a chat or on a user, and returns its number. Only the owner may call it.
--
--     SELECT audit.place_hold(chat_id => 7, reason => 'request of the court of 3 October');
CREATE OR REPLACE FUNCTION audit.place_hold(
    chat_id bigint DEFAULT NULL,
    user_id bigint DEFAULT NULL,
    reason  text   DEFAULT NULL
)
RETURNS bigint
LANGUAGE plpgsql
AS $$
DECLARE
    _user_id CONSTANT bigint := user_id;
    _id      bigint;
BEGIN
    -- Waits until an erasure that begins is on record. One that runs goes on: a hold would not bring back what
    -- it has erased.
    PERFORM FROM audit.erasure_steps FOR SHARE;
    IF chat_id IS NOT NULL THEN
        PERFORM audit.require_chat(chat_id);
    END IF;
    IF user_id IS NOT NULL
        AND NOT EXISTS (SELECT FROM public.users AS u WHERE u.id = _user_id)
        AND NOT EXISTS (SELECT FROM public.all_participants AS p WHERE p.user_id + 0 = _user_id)
        AND NOT EXISTS (SELECT FROM public.erasures AS r WHERE r.user_id = _user_id)
    THEN
        RAISE EXCEPTION 'there is no user %', _user_id
            USING ERRCODE = 'no_data_found';
    END IF;
    IF EXISTS (SELECT FROM public.erasures AS r WHERE r.user_id = _user_id) THEN
        RAISE EXCEPTION 'user % is erased, or is being erased', _user_id
            USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;

    INSERT INTO audit.holds AS h (chat_id, user_id, reason)
    VALUES (place_hold.chat_id, _user_id, place_hold.reason)
    RETURNING h.id INTO _id;
    RETURN _id;
END;
$$;
