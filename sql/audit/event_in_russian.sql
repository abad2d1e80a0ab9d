-- An event in the Russian words of the desk (event_words()), with what became of its text; NULL if there are none
-- for its kind. It fills a template as `src/audit/words.rs` does for exports: a part in brackets that lacks a value
-- is left out.
CREATE OR REPLACE FUNCTION audit.event_in_russian(_event public.events)
RETURNS text
LANGUAGE plpgsql
STABLE
AS $$
DECLARE
    _words    jsonb := audit.event_words();
    _template text;
    _part     text;
    _name     text;
    _value    text;
    _filled   text;
    _lacks    boolean;
    _told     text := '';
BEGIN
    IF _event.actor_id = public.id_in(_event.payload, 'user_id') THEN
        _template := _words #>> ARRAY['kinds', _event.kind || ':own', 'ru'];
    END IF;
    _template := coalesce(_template, _words #>> ARRAY['kinds', _event.kind, 'ru']);

    FOR _part IN
        SELECT part.words[1]
        FROM regexp_matches(_template, '\[[^]]*\]|[^[]+', 'g') AS part (words)
    LOOP
        _filled := trim(BOTH '[]' FROM _part);
        _lacks := false;
        FOR _name IN
            SELECT named.words[1]
            FROM regexp_matches(_part, '\{(\w+)\}', 'g') AS named (words)
        LOOP
            _value := audit.detail_in_russian(_event, _name);
            _lacks := _lacks OR coalesce(_value, '') = '';
            _filled := replace(_filled, '{' || _name || '}', coalesce(_value, ''));
        END LOOP;
        IF NOT (_lacks AND _part LIKE '[%') THEN
            _told := _told || _filled;
        END IF;
    END LOOP;

    RETURN CASE WHEN _template IS NOT NULL THEN _told || audit.fate_of_text(_event) END;
END;
$$;
