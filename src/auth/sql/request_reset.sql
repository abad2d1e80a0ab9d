-- Asks for an e-mail with a link that sets a password to the user of the realm $3 with the address $1, in
-- the language $2 if they have chosen none. That takes the same time whether there is such a user or not: the
-- worker that sends e-mails looks it up (src/outbox/mail/sql/queue_reset_mails.sql).
INSERT INTO public.reset_requests (realm, email, language)
VALUES ($3, $1, $2)
ON CONFLICT DO NOTHING
