-- Creates the login of the server's replicas: a member of vestnik_server that owns nothing and is
-- not a superuser. Only it, the owner and auditors may then connect to this database.
--
-- Run it in psql as the owner, after `vestnik migrate`, any number of times. SERVER_LOGIN and
-- SERVER_PASSWORD in the environment are the login's name and password.
\set ON_ERROR_STOP on
SET client_min_messages = warning;
\getenv login SERVER_LOGIN
\getenv password SERVER_PASSWORD

SELECT format('CREATE ROLE %I', :'login')
WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = :'login')
\gexec

ALTER ROLE :"login" LOGIN PASSWORD :'password';
GRANT vestnik_server TO :"login";

REVOKE CONNECT ON DATABASE :"DBNAME" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"DBNAME" TO vestnik_server, vestnik_auditor;
