-- The language of the answers: Russian after `SET vestnik.language = 'ru'`, which `ALTER ROLE … SET` makes that of an
-- auditor for good; otherwise English. The planner inlines it.
CREATE OR REPLACE FUNCTION audit.language()
RETURNS text
LANGUAGE sql
STABLE
RETURN CASE current_setting('vestnik.language', true) WHEN 'ru' THEN 'ru' ELSE 'en' END;
