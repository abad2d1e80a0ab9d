-- What the names $2 in the schemas $1 are, by the catalog: something that computes rows could stand in for
-- a table.
SELECT t.schema,
       t.name,
       c.relkind::text AS kind,
       c.relhasrules AS has_rules,
       c.relrowsecurity AS has_policies,
       am.amname::text AS access_method,
       ARRAY(
           SELECT a.attname::text
           FROM pg_catalog.pg_attribute AS a
           WHERE a.attrelid = c.oid
             AND a.attnum > 0
             AND a.attgenerated <> ''
       ) AS generated
FROM unnest($1::text[], $2::text[]) AS t (schema, name)
LEFT JOIN pg_catalog.pg_namespace AS n ON n.nspname = t.schema
LEFT JOIN pg_catalog.pg_class AS c
    ON c.relnamespace = n.oid
   AND c.relname = t.name
LEFT JOIN pg_catalog.pg_am AS am ON am.oid = c.relam
