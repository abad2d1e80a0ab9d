-- A step of append_batch(), after every event is decided and with the head locked: refuses events
-- that exceed the limits of each user. Duplicates and refused events do not count. _user_limits is
-- `domain::PersonalLimits`; events with limits of their realm (check_send_allowed.sql) are skipped.
CREATE OR REPLACE FUNCTION public.enforce_limits(
    _decisions   public.decision[],
    _kinds       text[],
    _user_limits jsonb
)
RETURNS public.decision[]
LANGUAGE plpgsql
AS $$
DECLARE
    -- What a user can repeat without end. The limit on messages applies to each of them.
    _repeatable CONSTANT text[] := '{
        message_sent, reaction_added, message_pinned, chat_settings_changed, chat_renamed, chat_picture_changed,
        participant_role_changed
    }';
    _kind       text;
BEGIN
    IF _user_limits ? 'send' AND _kinds && _repeatable THEN
        FOREACH _kind IN ARRAY _repeatable LOOP
            IF _kind = ANY (_kinds) THEN
                _decisions := public.take_tokens(
                    _decisions, _kind,
                    interval '1 second' / (_user_limits #>> '{send,per_second}')::integer,
                    (_user_limits #>> '{send,burst}')::integer
                );
            END IF;
        END LOOP;
    END IF;

    IF _user_limits ? 'chat' AND 'chat_created' = ANY (_kinds) THEN
        _decisions := public.limit_groups(
            _decisions, (_user_limits #>> '{chat,groups}')::integer
        );
        _decisions := public.take_tokens(
            _decisions, 'chat_created',
            interval '1 hour' / (_user_limits #>> '{chat,per_hour}')::integer,
            (_user_limits #>> '{chat,per_hour}')::integer
        );
    END IF;

    RETURN _decisions;
END;
$$;
