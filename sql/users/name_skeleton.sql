-- What a reader sees of a name, roughly: without regard to case, accents, ё, white space and joiners, and with
-- Latin letters as the Cyrillic ones that look alike.
CREATE OR REPLACE FUNCTION public.name_skeleton(_name text)
RETURNS text
LANGUAGE sql
IMMUTABLE
PARALLEL SAFE
AS $$
    SELECT translate(
        public.fold_text(regexp_replace(_name, U&'[[:space:]\00A0\1680\2000-\200D\202F\205F\3000]+', '', 'g')),
        'abcehkmoptxyi0',
        'авсенкмортхуіо'
    );
$$;
