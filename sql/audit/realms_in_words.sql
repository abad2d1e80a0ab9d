-- The realms of a payload for auditors: absent means every realm.
CREATE OR REPLACE FUNCTION audit.realms_in_words(_realms jsonb)
RETURNS text
LANGUAGE sql
STABLE
AS $$
    SELECT CASE
        WHEN _realms IS NULL THEN audit.said('all')
        ELSE coalesce(
            (SELECT string_agg(r.realm, ', ' ORDER BY r.realm) FROM jsonb_array_elements_text(_realms) AS r (realm)),
            audit.said('none')
        )
    END;
$$;
