-- The label of a user at an event (person_at()), for descriptions. It is PL/pgSQL, whose plan lasts for the session:
-- a description may name many people.
CREATE OR REPLACE FUNCTION audit.label_at(_user_id bigint, _position bigint)
RETURNS text
LANGUAGE plpgsql
STABLE
AS $$
BEGIN
    RETURN (
        SELECT audit.label_of(_user_id, u.id, u.name)
        FROM (SELECT _user_id AS id) AS asked
        LEFT JOIN LATERAL audit.person_at(asked.id, _position) AS u ON true
    );
END;
$$;
