-- The role of a participant in a chat: `owner`, `admin` or `member`.
CREATE OR REPLACE FUNCTION public.member_role(
    _chat        public.chats,
    _participant public.chat_participants
)
RETURNS text
LANGUAGE sql
STABLE
AS $$
    SELECT CASE
        WHEN (_chat).type <> 'group' THEN 'member'
        ELSE public.role_beside_owner(_participant, public.group_owner((_chat).id))
    END;
$$;
