-- The seconds until the next e-mail is due.
SELECT extract(epoch FROM least(
           (SELECT min(d.next_attempt_at) FROM public.mail_digests AS d WHERE d.next_attempt_at > now()),
           (SELECT min(m.next_attempt_at) FROM public.account_mails AS m WHERE m.next_attempt_at > now())
       ) - now())::float8 AS seconds
