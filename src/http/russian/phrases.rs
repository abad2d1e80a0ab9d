//! Sentences that say more than their code.

/// English phrases with `{}` for what they name, and the Russian ones. The first that fits counts.
pub(super) const PHRASES: &[(&str, &str)] = &[
    // --- what cannot be read ---
    ("item {}: {}", "элемент {}: {}"),
    ("{} is missing", "{} отсутствует"),
    ("{} is given twice", "{} указано дважды"),
    ("{} is not known", "{} — такого поля нет"),
    ("must be a JSON object", "должно быть объектом JSON"),
    (
        "not valid JSON: line {}, column {}",
        "это не JSON: строка {}, столбец {}",
    ),
    (
        "not valid JSON: more follows its end",
        "это не JSON: после его конца есть что-то ещё",
    ),
    ("the path is not valid", "адрес не соответствует описанию"),
    ("{} is not UTF-8", "{} — не UTF-8"),
    ("{}must be one of {}", "{}должно быть одним из: {}"),
    ("{}must be a UUID", "{}должно быть UUID"),
    (
        "{}must be a whole number in range, not negative",
        "{}должно быть неотрицательным целым числом в допустимых пределах",
    ),
    (
        "{}must be a whole number in range",
        "{}должно быть целым числом в допустимых пределах",
    ),
    ("{}must be a number of bytes", "{}должно быть числом байт"),
    ("{}must be a number", "{}должно быть числом"),
    ("{}must be true or false", "{}должно быть true или false"),
    ("{}must be a string", "{}должно быть строкой"),
    (
        "{}must be a time like 2026-11-25T20:15:00Z",
        "{}должно быть временем вида 2026-11-25T20:15:00Z",
    ),
    ("{}must be a list", "{}должно быть списком"),
    ("{}must be an object", "{}должно быть объектом"),
    (
        "{}has another form than documented",
        "{}имеет не тот вид, что описан",
    ),
    (
        "the path has the character U+0000",
        "в адресе есть знак U+0000",
    ),
    (
        "the query has the character U+0000",
        "в параметрах есть знак U+0000",
    ),
    ("the body must be sent as {}", "тело запроса должно быть {}"),
    (
        "the bytes must be sent as {}",
        "байты должны быть отправлены как {}",
    ),
    (
        "the body may be at most {} bytes long",
        "в теле запроса может быть не более {} байт",
    ),
    ("there is nothing at {}", "по адресу {} ничего нет"),
    ("{} is not possible here", "{} здесь невозможен"),
    (
        "this operation has no parameter {}",
        "у этой операции нет параметра {}",
    ),
    ("limit must be from 1 to {}", "limit должен быть от 1 до {}"),
    (
        "offset must not be negative",
        "offset не может быть отрицательным",
    ),
    (
        "Idempotency-Key and client_id are not the same",
        "Idempotency-Key и client_id различаются",
    ),
    (
        "this Idempotency-Key was already used for another request",
        "этот Idempotency-Key уже использован для другого запроса",
    ),
    // --- texts and names ---
    ("the name of the file", "имя файла"),
    ("{} must not be empty", "{} — не должно быть пустым"),
    (
        "{} must be at most {} characters",
        "{} — не длиннее {} знаков",
    ),
    (
        "{} must not contain the character U+0000",
        "{} — не должно содержать знак U+0000",
    ),
    (
        "{} must have a character that can be seen",
        "{} — нужен хотя бы один видимый знак",
    ),
    (
        "{} must not have the character {}",
        "{} — недопустим знак {}",
    ),
    (
        "{} must be an e-mail address",
        "{} — должно быть адресом электронной почты",
    ),
    ("{} must be plain text", "{} — должно быть простым текстом"),
    (
        "{} must be nested at most {} deep",
        "{} — вложенность не более {}",
    ),
    (
        "{} must have no number beyond 1e300",
        "{} — числа не больше 1e300",
    ),
    (
        "{} must have {} to {} options",
        "{} — вариантов должно быть от {} до {}",
    ),
    ("{} has an option twice", "{} — вариант указан дважды"),
    ("{} has at most {} ids", "{} — не более {} номеров"),
    ("{} has an id twice", "{} — номер указан дважды"),
    (
        "{} excludes all but custom, silent and client_id",
        "{} — вместе с ним допустимы только custom, silent и client_id",
    ),
    (
        "{} system excludes all but text, custom, silent and client_id",
        "{} system — вместе с ним допустимы только text, custom, silent и client_id",
    ),
    ("{} excludes text and files", "{} — без текста и файлов"),
    (
        "{} excludes a forward, a poll and a system message",
        "{} — без пересылки, опроса и системного сообщения",
    ),
    ("name is that of a member of staff", "так зовут сотрудника"),
    // --- chats and people ---
    ("a group must have a title", "у группы должно быть название"),
    (
        "a group has 2 to 500 members, its creator included",
        "в группе от 2 до 500 участников вместе с её создателем",
    ),
    (
        "user_ids and external_ids name exactly one other user",
        "user_ids и external_ids называют ровно одного другого пользователя",
    ),
    (
        "user_ids and external_ids name at most {} users",
        "user_ids и external_ids называют не более {} пользователей",
    ),
    (
        "user_ids names no user",
        "в user_ids нет ни одного пользователя",
    ),
    ("role is admin or member", "role — admin или member"),
    ("user_id is a number or `me`", "user_id — номер или `me`"),
    (
        "before_id, after_id, around_id and at exclude each other",
        "before_id, after_id, around_id и at исключают друг друга",
    ),
    (
        "muted and muted_until contradict each other",
        "muted и muted_until противоречат друг другу",
    ),
    (
        "ids has 1 to {} user ids, separated by commas",
        "в ids от 1 до {} номеров через запятую",
    ),
    (
        "ids excludes q and deactivated",
        "ids — без q и deactivated",
    ),
    ("types: there is no event {}", "types: события {} нет"),
    (
        "`from` and `to` are two different times, like 22:00",
        "`from` и `to` — два разных времени вида 22:00",
    ),
    (
        "`time_zone` is no time zone of the IANA database, like Europe/Moscow",
        "`time_zone` — не часовой пояс базы IANA, такой как Europe/Moscow",
    ),
    (
        "device_id has 1 to 64 letters, digits, - and _",
        "в device_id от 1 до 64 букв, цифр, - и _",
    ),
    (
        "this realm has no such operation",
        "в этом приложении такой операции нет",
    ),
    // --- files ---
    (
        "a file may be at most {} MiB large",
        "файл может быть не больше {} МиБ",
    ),
    (
        "a picture may be at most {} MiB large",
        "картинка может быть не больше {} МиБ",
    ),
    (
        "a picture may have at most {} megapixels",
        "в картинке может быть не более {} мегапикселей",
    ),
    ("the picture is damaged", "картинка повреждена"),
    (
        "the file is damaged: a location in it could not be removed",
        "файл повреждён: из него не удалось убрать место съёмки",
    ),
    (
        "{} bytes of this upload are received",
        "этой загрузки получено байт: {}",
    ),
    (
        "the upload has more bytes than its Upload-Length",
        "в загрузке больше байт, чем в её Upload-Length",
    ),
    (
        "you have {} uploaded files that are in no message yet",
        "у вас {} загруженных файлов, которых ещё нет ни в одном сообщении",
    ),
    (
        "your files use all of your {} MiB of storage",
        "ваши файлы заняли все ваши {} МиБ",
    ),
    (
        "guests at your address may upload {} files an hour",
        "гости с вашего адреса могут загружать {} файлов в час",
    ),
    (
        "at most {} of your uploads may run at once",
        "одновременно могут идти не более {} ваших загрузок",
    ),
    ("the file has {} bytes", "в файле {} байт"),
    ("there is no such file", "такого файла нет"),
    ("there is no field {}", "поля {} нет"),
    (
        "the form is damaged or incomplete",
        "форма повреждена или неполна",
    ),
    (
        "the file must begin within the first {} bytes of the form",
        "файл должен начинаться в первых {} байтах формы",
    ),
    (
        "waveform must be a JSON list of 1 to 128 integers from 0 to 100",
        "waveform — список JSON из 1–128 целых чисел от 0 до 100",
    ),
    ("{} must be in Base64", "{} — должно быть в Base64"),
    ("{} must be UTF-8", "{} — должно быть в UTF-8"),
    (
        "Upload-Metadata must be ASCII",
        "Upload-Metadata — только ASCII",
    ),
    (
        "Upload-Metadata may have at most 4 KiB",
        "в Upload-Metadata может быть не более 4 КиБ",
    ),
    (
        "POST needs X-HTTP-Method-Override: PATCH or DELETE here",
        "POST здесь нужен X-HTTP-Method-Override: PATCH или DELETE",
    ),
    // --- log-ins, keys and limits ---
    (
        "sign in, or become a guest first",
        "сначала войдите или станьте гостем",
    ),
    ("too many log-ins failed", "слишком много неудачных входов"),
    (
        "too many log-ins from this address at once",
        "слишком много одновременных входов с этого адреса",
    ),
    (
        "too many requests at once",
        "слишком много запросов одновременно",
    ),
    (
        "this key does not have the scope {}",
        "у этого ключа нет прав {}",
    ),
    (
        "keys of this application do not manage the user {}",
        "ключи этого приложения не управляют пользователем {}",
    ),
    (
        "keys give the roles student, teacher and member, not {}",
        "ключи дают роли student, teacher и member, но не {}",
    ),
    ("at most {} people at once", "не более {} человек сразу"),
    ("ttl_seconds is from 1 to {}", "ttl_seconds — от 1 до {}"),
    (
        "avatar_url is an https address of at most {} characters",
        "avatar_url — адрес https не длиннее {} знаков",
    ),
    (
        "email must have no spaces around it",
        "вокруг email не должно быть пробелов",
    ),
    // --- the desk ---
    ("from is no day such as {}", "from — не день вида {}"),
    ("to is no day such as {}", "to — не день вида {}"),
    ("the range has 1 to 92 days", "в промежутке от 1 до 92 дней"),
    (
        "time_zone is no name of the IANA database",
        "time_zone — не имя из базы IANA",
    ),
    (
        "time must be in the year 1 or later",
        "time — с первого года нашей эры",
    ),
    (
        "jsonl has the whole chat: moderators export html or csv",
        "в jsonl весь чат: модераторы выгружают html или csv",
    ),
    (
        "the seals were checked a moment ago",
        "печати проверены только что",
    ),
];
