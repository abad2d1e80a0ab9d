-- A step of project(): the events that change what others see of a user.
INSERT INTO public.projection_steps (routine, rank, kinds)
VALUES ('project_user_changes', 93, public.shown_user_kinds());

CREATE OR REPLACE FUNCTION public.project_user_changes(_from bigint, _to bigint)
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    INSERT INTO public.user_changes (id, user_id)
    SELECT e.position, (e.payload ->> 'user_id')::bigint
    FROM public.events AS e
    WHERE e.position BETWEEN _from AND _to
      AND e.kind = ANY (public.shown_user_kinds());
END;
$$;
