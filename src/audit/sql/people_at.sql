-- The users $1 who still exist, each as they were at the event at the position beside them in $2.
SELECT DISTINCT named.position, u.id, u.name, u.role
FROM unnest($1::bigint[], $2::bigint[]) AS named (id, position)
CROSS JOIN LATERAL audit.person_at(named.id, named.position) AS u
