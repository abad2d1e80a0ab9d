-- A text for comparison: in lower case, without accents, `ё` as `е`, and without characters that nobody
-- sees: soft hyphens, joiners, marks of direction, variation selectors. `й` is a letter of its own, and
-- stays. Few texts have characters that need more than the first step.
CREATE OR REPLACE FUNCTION public.fold_text(_text text)
RETURNS text
LANGUAGE plpgsql
IMMUTABLE
PARALLEL SAFE
AS $$
DECLARE
    _folded text := replace(lower(_text), 'ё', 'е');
BEGIN
    IF _folded !~ ('[' || public.unseen_characters() || U&'\00C0-\042F\0450-\1FFF]') THEN
        RETURN _folded;
    END IF;
    _folded := regexp_replace(
        normalize(_folded, NFD),
        '[' || public.unseen_characters() || U&'\0300-\0305\0307-\036F]|(?<!и)\0306',
        '',
        'g'
    );
    RETURN translate(normalize(_folded, NFC), 'øłđħı', 'oldhi');
END;
$$;
