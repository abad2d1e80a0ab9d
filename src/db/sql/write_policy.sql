-- Writes the policy of the realm $1. A removed realm keeps its row: the log may have events of it.
INSERT INTO public.realms AS r (
    realm, has_guests, splits_companies, has_lessons, has_classes, hides_blocks, has_read_times,
    blanks_deleted, has_desk
)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (realm) DO UPDATE
SET has_guests = excluded.has_guests,
    splits_companies = excluded.splits_companies,
    has_lessons = excluded.has_lessons,
    has_classes = excluded.has_classes,
    hides_blocks = excluded.hides_blocks,
    has_read_times = excluded.has_read_times,
    blanks_deleted = excluded.blanks_deleted,
    has_desk = excluded.has_desk
