-- The characters that have no width of their own, for a bracket expression: those of Unicode's property
-- Default_Ignorable_Code_Point, and the marks around annotations.
CREATE OR REPLACE FUNCTION public.unseen_characters()
RETURNS text
LANGUAGE sql
IMMUTABLE
PARALLEL SAFE
RETURN U&'\00AD\034F\061C\115F\1160\17B4\17B5\180B-\180F\200B-\200F\202A-\202E\2060-\206F'
    || U&'\3164\FE00-\FE0F\FEFF\FFA0\FFF0-\FFFB\+0E0000-\+0E0FFF';
