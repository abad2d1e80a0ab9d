-- The tables of the school's own text.
CREATE TABLE users (
    id         serial PRIMARY KEY,
    email      varchar(255) UNIQUE NOT NULL,
    name       varchar(255) NOT NULL,
    role       varchar(20) NOT NULL,
    created_at timestamp DEFAULT now()
);
CREATE TABLE lessons (
    id           serial PRIMARY KEY,
    teacher_id   int REFERENCES users (id),
    student_id   int REFERENCES users (id),
    scheduled_at timestamp NOT NULL,
    status       varchar(20) NOT NULL,
    completed_at timestamp,
    created_at   timestamp DEFAULT now()
);
CREATE TABLE chats (
    id         serial PRIMARY KEY,
    created_at timestamp DEFAULT now()
);
CREATE TABLE chat_participants (
    id        serial PRIMARY KEY,
    chat_id   int REFERENCES chats (id) ON DELETE CASCADE,
    user_id   int REFERENCES users (id) ON DELETE CASCADE,
    role      varchar(20) NOT NULL,
    joined_at timestamp DEFAULT now(),
    UNIQUE (chat_id, user_id)
);
CREATE TABLE messages (
    id         serial PRIMARY KEY,
    chat_id    int REFERENCES chats (id) ON DELETE CASCADE,
    sender_id  int REFERENCES users (id),
    content    text NOT NULL,
    is_deleted boolean DEFAULT false,
    created_at timestamp DEFAULT now()
);

-- An admin, 20 teachers with the ids 2 to 21, 400 students from 101 on, each with one teacher.
INSERT INTO users (id, email, name, role, created_at)
SELECT n,
       'u' || n || '@school.test',
       CASE WHEN n = 7 THEN E'Анна\nПетрова' ELSE 'Имя ' || n END,
       CASE WHEN n = 1 THEN 'admin' WHEN n < 100 THEN 'teacher' ELSE 'student' END,
       timestamp '2024-01-01 10:00' + n * interval '1 minute'
FROM generate_series(1, 500) AS n
WHERE n <= 21 OR n > 100;
INSERT INTO lessons (teacher_id, student_id, scheduled_at, status, completed_at)
SELECT 2 + n % 20,
       101 + n % 400,
       timestamp '2024-02-01 12:00' + n * interval '1 hour',
       CASE WHEN n <= 400 OR n % 3 = 0 THEN 'completed' WHEN n % 3 = 1 THEN 'scheduled' ELSE 'cancelled' END,
       CASE WHEN n <= 400 OR n % 3 = 0 THEN timestamp '2024-02-01 13:00' + n * interval '1 hour' END
FROM generate_series(1, 1200) AS n;
-- Its chat was never made.
INSERT INTO lessons (teacher_id, student_id, scheduled_at, status, completed_at)
VALUES (2, 102, '2024-03-01 12:00', 'completed', '2024-03-01 13:00');
INSERT INTO chats (id, created_at)
SELECT n, timestamp '2024-02-01 13:00' + n * interval '1 hour' FROM generate_series(1, 400) AS n;
INSERT INTO chat_participants (chat_id, user_id, role)
SELECT n, 2 + n % 20, 'teacher' FROM generate_series(1, 400) AS n
UNION ALL
SELECT n, 101 + n % 400, 'student' FROM generate_series(1, 400) AS n;
INSERT INTO messages (chat_id, sender_id, content, is_deleted, created_at)
SELECT 1 + n % 400,
       CASE WHEN n / 400 % 2 = 0 THEN 2 + (1 + n % 400) % 20 ELSE 101 + (1 + n % 400) % 400 END,
       'Сообщение ' || n || repeat(' слово', n % 20),
       n % 17 = 0,
       timestamp '2024-04-01 09:00:00.123456' + n * interval '37 seconds'
FROM generate_series(1, 4000) AS n;
