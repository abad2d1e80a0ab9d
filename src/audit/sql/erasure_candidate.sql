-- The user $1, who may have been deleted before.
SELECT (
           SELECT audit.display_name(u.id, u.name)
           FROM public.users AS u
           WHERE u.id = $1
       ) AS name,
       (
           SELECT count(*)
           FROM public.events AS e
           WHERE (e.actor_id = $1 OR audit.text_author(e) = $1)
             AND audit.has_texts(e.payload)
             -- Names are erased too, and are no texts of theirs.
             AND e.kind <> 'user_named'
             AND NOT e.payload ? 'content_digest'
       ) AS texts,
       EXISTS (
           SELECT
           FROM public.erasures AS r
           WHERE r.user_id = $1
             AND r.finished_at IS NULL
       ) AS is_under_way,
       EXISTS (
           SELECT
           FROM public.all_participants AS p
           WHERE p.user_id + 0 = $1
       ) AS was_in_chats
