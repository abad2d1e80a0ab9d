-- A description that fits a line of psql: cut to 120 characters. Exports have the whole one.
CREATE OR REPLACE FUNCTION audit.fitting(_description text)
RETURNS text
LANGUAGE sql
IMMUTABLE
RETURN CASE
    WHEN char_length(_description) > 120 THEN left(_description, 119) || '…'
    ELSE _description
END;
