-- Who read what of others: for auditors' own queries. staff_accesses() answers in words.
CREATE OR REPLACE VIEW audit.accesses AS
SELECT a.position, a.at, a.realm, a.user_id, a.via_key, a.chat_id, a.attachment_id, a.action, a.route,
       a.address, a.reason
FROM public.accesses AS a;
