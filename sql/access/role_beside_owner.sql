-- The role of a participant in a chat whose owner is known; NULL: it has none. What another realm
-- calls its participants (teachers, sellers, …) is no such role. The planner inlines it.
CREATE OR REPLACE FUNCTION public.role_beside_owner(
    _participant public.chat_participants,
    _owner_id    bigint
)
RETURNS text
LANGUAGE sql
IMMUTABLE
RETURN CASE
    WHEN (_participant).user_id = _owner_id THEN 'owner'
    WHEN _owner_id IS NOT NULL AND (_participant).role IN ('owner', 'admin') THEN 'admin'
    ELSE 'member'
END;
