-- A fixed phrase of the answers in the language of the session. Those of events are in event_words().
CREATE OR REPLACE FUNCTION audit.said(_phrase text)
RETURNS text
LANGUAGE sql
STABLE
AS $$
    SELECT CASE audit.language()
        WHEN 'en' THEN _phrase
        ELSE coalesce(
            ('{
                "the database": "база данных",
                "User": "Пользователь",
                "removed user": "удалённый пользователь",
                "erased since": "стёрто позже",
                "deleted since": "удалено позже",
                "edited since": "исправлено позже",
                "all": "все",
                "none": "нет",
                "with": "с файлами",
                "a deleted file": "удалённый файл",
                "through key": "через ключ",
                "wrote it": "автор",
                "read it": "прочитал(а)",
                "read the former text": "прочитал(а) прежний текст",
                "wrote after it": "писал(а) после него",
                "wrote after the former text": "писал(а) после прежнего текста",
                "has not read it": "не прочитал(а)",
                "joined later": "добавлен(а) позже",
                "left before it was sent": "не в чате с более раннего времени",
                "sent": "отправлено",
                "sent and deleted": "отправлено и удалено",
                "edited": "исправлено",
                "deleted": "удалено",
                "joined": "в чате",
                "left": "больше не в чате",
                "active": "действует",
                "deactivated": "отключён(а)",
                "shown": "показано",
                "asked to erase": "запрос стереть данные:",
                "file": "файл",
                "chat": "чат",
                "all chats": "все чаты"
            }'::jsonb) ->> _phrase,
            _phrase
        )
    END;
$$;
