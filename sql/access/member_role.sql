-- The role of a participant in a chat: `owner`, `admin` or `member`. A group's creator is its owner.
-- What another realm calls its participants (teachers, sellers, …) is no such role.
CREATE OR REPLACE FUNCTION public.member_role(
    _chat        public.chats,
    _participant public.chat_participants
)
RETURNS text
LANGUAGE sql
IMMUTABLE
RETURN CASE
    WHEN (_chat).type <> 'group' THEN 'member'
    WHEN (_chat).created_by = (_participant).user_id THEN 'owner'
    WHEN (_participant).role = 'admin' THEN 'admin'
    ELSE 'member'
END;
