-- The message of message_to_notify_of(), if the user wants to be notified of it now by a means, `push`,
-- `email` or `webhook`: they have not switched the means off (there is no switch for webhooks), have not
-- muted the chat, and have no quiet hours. The planner inlines it, as it does chat_view().
CREATE OR REPLACE FUNCTION public.message_wanted_by(
    _means text,
    _user_id bigint,
    _chat_id bigint,
    _since bigint,
    _until bigint
)
RETURNS SETOF public.messages
LANGUAGE sql
STABLE
AS $$
    SELECT m.*
    FROM (VALUES (_user_id)) AS reader (user_id)
    LEFT JOIN LATERAL (
        SELECT p.*
        FROM public.user_preferences AS p
        WHERE p.user_id = _user_id
        OFFSET 0
    ) AS preferred ON true
    LEFT JOIN LATERAL (
        SELECT s.muted_until
        FROM public.chat_settings AS s
        WHERE s.chat_id = _chat_id
          AND s.user_id = _user_id
        OFFSET 0
    ) AS settings ON true
    CROSS JOIN LATERAL public.message_to_notify_of(_user_id, _chat_id, _since, _until) AS m
    WHERE CASE _means
              WHEN 'push' THEN preferred.push
              WHEN 'email' THEN preferred.email
              ELSE _means = 'webhook'
          END IS NOT FALSE
      AND settings.muted_until > now() IS NOT TRUE
      AND public.is_quiet(preferred.quiet_from, preferred.quiet_to, preferred.time_zone) IS NOT TRUE;
$$;
