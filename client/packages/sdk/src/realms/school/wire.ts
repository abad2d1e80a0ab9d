/**
 * The wire's types, from the document that `vestnik openapi --of school` prints.
 * Made by `npm run wire`; a test fails when they are stale.
 */

export interface paths {
    "/api/admin/chats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists every chat, latest activity first. For admins. */
        get: operations["listAllChats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists the users of the school, or those whose name contains `q` or whose e-mail address equals
         *     `q`. For admins.
         */
        get: operations["listUsers"];
        put?: never;
        /** Adds a user, who belongs to this school alone. For admins. */
        post: operations["addUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Logs in with e-mail address and password.
         * @description Sets the HttpOnly cookies `access_token` and `refresh_token`. An unknown e-mail address and a
         *     wrong password get the same answer in the same time. After too many failures from one client
         *     address (`LOGIN_LIMIT`) the answer is 429 for a while.
         */
        post: operations["logIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Logs out: invalidates the session on every replica, and ends its streams. */
        post: operations["logOut"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Exchanges the refresh cookie for a new access token and the next refresh cookie.
         * @description A refresh token works once. Using it again revokes the whole session.
         */
        post: operations["refreshSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists the caller's chats, latest activity first.
         * @description For students and teachers; admins use `/api/admin/chats`.
         */
        get: operations["listChats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chats/{chat_id}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists a page of a chat's messages, in chronological order.
         * @description For participants and admins. A participant's request for the newest page marks the chat read,
         *     unless `visit` is `false`.
         */
        get: operations["listMessages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chats/{chat_id}/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Marks a chat read up to a message, by default the newest. A mark never moves back. */
        post: operations["markRead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chats/{chat_id}/typing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Signals to the other participant that the caller is typing, or has stopped.
         * @description A client repeats it every few seconds while the user types: a signal expires after six seconds,
         *     and with the next message. The other participant receives it as the event `typing` if it is
         *     connected now.
         */
        post: operations["setTyping"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/events/chat": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follows events as Server-Sent Events.
         * @description The first frame is `ready`. A `Last-Event-ID` of any age resumes: the client receives every
         *     event since then in order, each once, and then live ones. `reset` means that the id is not of
         *     this log: the client must reload by REST.
         *
         *     Events: `new_message`, `message_deleted`, `chat_created`, `chat_read`. Students and teachers
         *     also receive signals, which have no id: `typing`, and `presence`, which is sent for every online
         *     counterpart after `ready`, and then whenever it changes.
         */
        get: operations["followEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/lessons": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the caller's lessons, newest first. An admin's list has every lesson. */
        get: operations["listLessons"];
        put?: never;
        /** Schedules a lesson, or those of a repetition: all or none. For admins. */
        post: operations["scheduleLesson"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/lessons/conflicts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Shows what a new lesson, or those of a repetition, would overlap with. Schedules nothing. For admins. */
        post: operations["findLessonConflicts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/lessons/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Changes the status, the time, the length or the subject of a lesson, or of those that follow in its
         *     series. For admins and the lesson's teacher.
         * @description The first completed lesson of a pair creates the pair's chat.
         */
        patch: operations["changeLesson"];
        trace?: never;
    };
    "/api/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows the caller. */
        get: operations["getMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sends a message.
         * @description The server answers once the message is durable. Repeating a request with the same `client_id`
         *     (or `Idempotency-Key`) is always safe: it sends nothing, and the answer is 200 with the stored
         *     message. Sending marks the chat read for the sender.
         */
        post: operations["sendMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/messages/{message_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Deletes a message. Only its author may. */
        delete: operations["deleteMessage"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The process is alive. */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The replica can serve requests: the database is available and writable, and the end of the
         *     log was seen within the last five seconds.
         */
        get: operations["getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description A chat in the list of an admin. */
        AdminChatItem: {
            /**
             * Format: int64
             * @description The chat id.
             * @example 123
             */
            id: number;
            /**
             * Format: date-time
             * @description When the newest message that is not deleted was sent. Null if there is none.
             */
            last_message_at: string | null;
            /**
             * Format: int64
             * @description The number of messages that are not deleted.
             * @example 45
             */
            messages_count: number;
            /** @description Present and former participants. */
            participants: components["schemas"]["Participant"][];
        };
        /** @description The answer of `GET /api/admin/chats`. */
        AdminChatList: {
            /** @description The chats of the page, latest activity first. */
            chats: components["schemas"]["AdminChatItem"][];
            /** @description The `cursor` of the next page. Null on the last page. */
            next_cursor: string | null;
        };
        /** @description A chat as its reader's list shows it. */
        AnyChatItem: components["schemas"]["ChatItem"] | components["schemas"]["AdminChatItem"];
        /** @description All of a file but its id, whose form differs between contracts. */
        AttachedFile: {
            /**
             * Format: int64
             * @description Of a video or a sound. Null until it is read, and if it tells none.
             */
            duration_ms: number | null;
            /** Format: int32 */
            height: number | null;
            kind: components["schemas"]["AttachmentKind"];
            /** @example image/jpeg */
            mime: string;
            /** @example homework.jpg */
            name: string;
            placeholder: string | null;
            preview_url: string | null;
            /**
             * Format: int64
             * @description In bytes.
             * @example 83211
             */
            size: number;
            /**
             * @description The path of the file. It answers to those who may see its message.
             * @example /v1/school/attachments/55
             */
            url: string;
            /** @description Of a voice note: 1 to 128 numbers from 0 to 100, as its recorder sent them, else estimated. */
            waveform: number[] | null;
            /** Format: int32 */
            width: number | null;
        };
        /** @description A file. */
        Attachment: components["schemas"]["AttachedFile"] & {
            /**
             * Format: int64
             * @example 55
             */
            id: number;
        };
        /**
         * @description The kind of a file.
         * @enum {string}
         */
        AttachmentKind: "image" | "video" | "audio" | "voice" | "file";
        /** @description A lesson that was scheduled or changed, with the others of its series and those that overlap. */
        ChangedLesson: components["schemas"]["Lesson"] & {
            /** @description Other scheduled lessons of the teacher or the student that overlap with these. */
            conflicts: components["schemas"]["Lesson"][];
            /** @description All lessons that were scheduled or changed, this one too, the earliest first. */
            lessons: components["schemas"]["Lesson"][];
        };
        /** @description `data` of `chat_created`. */
        ChatCreatedEvent: {
            /** @description The chat as the reader's list shows it. */
            chat: components["schemas"]["AnyChatItem"];
            /** Format: int64 */
            chat_id: number;
        };
        /** @description A chat in the list of a participant. */
        ChatItem: {
            /**
             * Format: int64
             * @description The chat id.
             * @example 123
             */
            id: number;
            last_message: components["schemas"]["LastMessage"] | null;
            /**
             * Format: int64
             * @description The id of the newest message that the other participant has read, 0 if none. Present only
             *     with `read_marks=true`.
             * @example 998
             */
            last_read_id?: number;
            participant: components["schemas"]["Participant"] | null;
            /**
             * Format: int64
             * @description The exact number of messages by the other participant, not deleted, after the reader's read
             *     mark.
             * @example 3
             */
            unread_count: number;
        };
        /** @description The answer of `GET /api/chats`. */
        ChatList: {
            /** @description The chats of the page, latest activity first. */
            chats: components["schemas"]["ChatItem"][];
            /** @description The `cursor` of the next page. Null on the last page. */
            next_cursor: string | null;
        };
        /** @description `data` of `chat_read`. */
        ChatReadEvent: {
            /** Format: int64 */
            chat_id: number;
            /**
             * Format: int64
             * @description The id of the last message that is read.
             */
            last_read_id: number;
            /**
             * Format: int64
             * @description The user id of the participant that has read the chat.
             */
            user_id: number | null;
        };
        /** @description The message of `new_message` and `message_edited`. */
        EventMessage: {
            /** @description Its files. Absent if it has none. */
            attachments?: components["schemas"]["Attachment"][];
            /**
             * Format: uuid
             * @description The id that the sender's client gave the message. Only the sender sees it.
             */
            client_id?: string;
            content: string;
            /**
             * Format: date-time
             * @description When the message was sent.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When its text was written. Absent if it is the first one.
             */
            edited_at?: string;
            /**
             * Format: int64
             * @description The message id.
             */
            id: number;
            /** @description Always false. */
            is_deleted: boolean;
            /**
             * Format: int64
             * @description The user id of the sender. Null for a message that no user sent.
             */
            sender_id: number | null;
        };
        /** @description A text that an edit replaced. */
        FormerText: {
            /** @description The text. Null if it was erased. */
            content: string | null;
            /**
             * Format: date-time
             * @description When it was written.
             */
            written_at: string;
        };
        /** @description The process is alive. */
        Health: {
            /** @example chat */
            service: string;
            /** @example healthy */
            status: string;
        };
        /** @description The newest message of a chat that is not deleted. */
        LastMessage: {
            /** @description Its files. Absent if it has none. */
            attachments?: components["schemas"]["Attachment"][];
            /** @example Домашнее задание на завтра */
            content: string;
            /**
             * Format: date-time
             * @description When the message was sent.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When its text was written. Absent if it is the first one.
             */
            edited_at?: string;
            /**
             * Format: int64
             * @description The message id.
             * @example 998
             */
            id: number;
            /**
             * Format: int64
             * @description The user id of the sender. Null for a message that no user sent.
             * @example 456
             */
            sender_id: number | null;
        };
        /** @description A lesson. */
        Lesson: {
            /**
             * Format: int64
             * @description The chat of its teacher and its student. Null before their first completed lesson.
             * @example 123
             */
            chat_id: number | null;
            /**
             * Format: date-time
             * @description When the lesson was completed. Null before.
             */
            completed_at: string | null;
            /**
             * Format: int32
             * @description How long it lasts.
             * @example 60
             */
            duration_minutes: number;
            /**
             * Format: int64
             * @description The lesson id.
             * @example 7
             */
            id: number;
            /**
             * Format: date-time
             * @description When the lesson is scheduled to start.
             */
            scheduled_at: string;
            /**
             * Format: uuid
             * @description Common to the lessons that were scheduled together by a repetition.
             */
            series_id: string | null;
            /** @description The status of the lesson. */
            status: components["schemas"]["LessonStatus"];
            /**
             * Format: int64
             * @description The user id of the student. Null if the user was deleted.
             * @example 789
             */
            student_id: number | null;
            /**
             * @description The name of the student.
             * @example Мария Соколова
             */
            student_name: string | null;
            /**
             * @description What it is about.
             * @example Квадратные уравнения
             */
            subject: string | null;
            /**
             * Format: int64
             * @description The user id of the teacher. Null if the user was deleted.
             * @example 456
             */
            teacher_id: number | null;
            /**
             * @description The name of the teacher.
             * @example Иван Петров
             */
            teacher_name: string | null;
        };
        /** @description The body of `PATCH /api/lessons/{id}`. */
        LessonChange: {
            /**
             * Format: int32
             * @description The new length: 5 to 480 minutes.
             */
            duration_minutes?: number | null;
            /**
             * @description Refuses a time or a length that overlaps with another lesson of the teacher or the student (409
             *     `lessons_overlap`).
             */
            refuse_conflicts?: boolean;
            /**
             * Format: date-time
             * @description The new time. Lessons that follow move by as much.
             */
            scheduled_at?: string | null;
            /** @description Which lessons are changed; by default this one. `following` does not complete lessons. */
            scope?: components["schemas"]["LessonScope"];
            status?: components["schemas"]["LessonStatus"] | null;
            /** @description What it is about: 1 to 200 characters; null removes it. */
            subject?: string | null;
        };
        /** @description The answer of `POST /api/lessons/conflicts`. */
        LessonConflicts: {
            /** @description Scheduled lessons of the teacher or the student that overlap with them. */
            conflicts: components["schemas"]["Lesson"][];
            /** @description When the lessons would begin. */
            times: string[];
        };
        /** @description The answer of `GET /api/lessons`. */
        LessonList: {
            /** @description The lessons of the page, newest first. */
            lessons: components["schemas"]["Lesson"][];
            /** @description The `cursor` of the next page. Null on the last page. */
            next_cursor: string | null;
        };
        /**
         * @description Which lessons a change concerns.
         * @enum {string}
         */
        LessonScope: "one" | "following";
        /**
         * @description The state of a lesson.
         * @enum {string}
         */
        LessonStatus: "scheduled" | "completed" | "cancelled";
        /** @description The body of `POST /api/auth/login`. */
        Login: {
            /**
             * @description The e-mail address; case-insensitive.
             * @example teacher@school.test
             */
            email: string;
            /** @description The password: at most 1,024 bytes. */
            password: string;
        };
        /** @description The body of `POST /api/chats/{chat_id}/read`. */
        MarkRead: {
            /**
             * Format: int64
             * @description The id of the last message that is marked read. By default the newest.
             * @example 998
             */
            up_to_id?: number | null;
        };
        /** @description A message of a chat. */
        Message: {
            /** @description Its files. Absent if it has none. */
            attachments?: components["schemas"]["Attachment"][];
            /**
             * Format: int64
             * @example 123
             */
            chat_id: number;
            /**
             * Format: uuid
             * @description The id that the sender's client gave the message. Only the sender sees it.
             */
            client_id?: string;
            /**
             * @description The text; of a message without one, the names of its files behind a paper clip.
             * @example Привет
             */
            content: string;
            /**
             * Format: date-time
             * @description When the message was sent.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When its text was written. Absent if it is the first one: messages are edited only where
             *     the operator allows it.
             */
            edited_at?: string;
            /**
             * @description The texts that edits replaced, the oldest first, at most the latest 20: for admins, with
             *     `include_deleted=true`. Absent if there are none.
             */
            former_texts?: components["schemas"]["FormerText"][];
            /**
             * Format: int64
             * @description The message id.
             * @example 1000
             */
            id: number;
            /**
             * @description Whether the message is deleted: only admins see deleted messages, with
             *     `include_deleted=true`.
             */
            is_deleted: boolean;
            /**
             * Format: int64
             * @description The user id of the sender. Null for a message that no user sent.
             * @example 456
             */
            sender_id: number | null;
        };
        /** @description `data` of `message_deleted`. */
        MessageDeletedEvent: {
            /** Format: int64 */
            chat_id: number;
            /**
             * Format: int64
             * @description The id of the deleted message.
             */
            message_id: number;
        };
        /** @description `data` of `message_edited`. */
        MessageEditedEvent: {
            /** Format: int64 */
            chat_id: number;
            /** @description The message as it is now. */
            message: components["schemas"]["EventMessage"];
        };
        /** @description The answer of `GET /api/chats/{chat_id}/messages`. */
        MessagePage: {
            /** @description Whether there are older messages (with `after_id`: newer ones) beyond this page. */
            has_more: boolean;
            /** @description The messages of the page, in chronological order. */
            messages: components["schemas"]["Message"][];
        };
        /** @description The body of `POST /api/lessons`. */
        NewLesson: {
            /**
             * Format: int32
             * @description How long it lasts: 5 to 480 minutes, by default 60.
             */
            duration_minutes?: number | null;
            /**
             * @description Refuses lessons that overlap with another one of the teacher or the student (409
             *     `lessons_overlap`). By default they are scheduled, and the others are answered.
             */
            refuse_conflicts?: boolean;
            repeat?: components["schemas"]["Repeat"] | null;
            /**
             * Format: date-time
             * @description When the lesson starts: an RFC 3339 time in the years 0 to 9999.
             */
            scheduled_at: string;
            /**
             * Format: int64
             * @description The id of a user with the role `student`.
             * @example 789
             */
            student_id: number;
            /** @description What it is about: 1 to 200 characters. */
            subject?: string | null;
            /**
             * Format: int64
             * @description The id of a user with the role `teacher`.
             * @example 456
             */
            teacher_id: number;
        };
        /** @description `data` of `new_message`. */
        NewMessageEvent: {
            /** Format: int64 */
            chat_id: number;
            message: components["schemas"]["EventMessage"];
        };
        /** @description The body of `POST /api/admin/users`. */
        NewUser: {
            /**
             * @description The e-mail address: 1 to 255 characters. It must not be in use, in any case.
             * @example student@school.test
             */
            email: string;
            /**
             * @description The name that other users see: 1 to 255 characters.
             * @example Мария Соколова
             */
            name: string;
            /**
             * @description The password: at least 8 characters, at most 1,024 bytes. Without one the user cannot log in
             *     here.
             */
            password?: string | null;
            /** @description The role, which determines the permissions. */
            role: components["schemas"]["Role"];
        };
        /** @description A participant of a chat. */
        Participant: {
            /**
             * Format: int64
             * @description The user id.
             * @example 456
             */
            id: number;
            /**
             * @description The name. Empty if the user was deleted.
             * @example Иван Петров
             */
            name: string;
            /** @description The role in this chat. */
            role: components["schemas"]["Role"];
        };
        /**
         * @description `data` of `presence`. The frame has no id and cannot be resumed: a counterpart for which a new
         *     stream sends none right after `ready` is offline.
         */
        PresenceEvent: {
            /**
             * Format: date-time
             * @description When the user last connected or disconnected. Null if never.
             */
            last_seen: string | null;
            /** @description Whether the user is connected. */
            online: boolean;
            /**
             * Format: int64
             * @description The user id of the counterpart.
             */
            user_id: number;
        };
        /** @description An error response. `code` is stable, `detail` is for users. */
        Problem: {
            /** @description Stable, for programs. */
            code: components["schemas"]["ProblemCode"];
            /** @description For users; its wording may change. */
            detail: string;
            /** @description The parts of the request that are refused, where they are known. */
            errors?: components["schemas"]["RefusedPart"][];
            /**
             * Format: int32
             * @description The HTTP status code.
             * @example 403
             */
            status: number;
            /**
             * @description The reason phrase of the status.
             * @example Forbidden
             */
            title: string;
            /**
             * @description Always `about:blank`: status and code identify the problem.
             * @example about:blank
             */
            type: string;
        };
        /** @description The stable code of a refusal: see `ProblemCode` of the native API. */
        ProblemCode: string;
        /** @description Whether this replica should get requests, and what it depends on. */
        Ready: {
            /**
             * @description `ok`, `read_only` or `unavailable`.
             * @example ok
             */
            database: string;
            /**
             * @description `delivered`; `undelivered` or, behind a pooler in transaction mode, `pooled` if delivery
             *     relies on polling. It does not affect readiness.
             * @example delivered
             */
            notifications: string;
            /**
             * @description `ok`, `outdated` or `unknown`.
             * @example ok
             */
            schema: string;
            /**
             * @description `ready` or `unready`.
             * @example ready
             */
            status: string;
            /**
             * @description `ok` or `behind`.
             * @example ok
             */
            tail: string;
        };
        /** @description A part of the request that is refused: it has either a `pointer` or a `parameter`. */
        RefusedPart: {
            /** @description Stable, for programs. */
            code: components["schemas"]["ProblemCode"];
            /** @description For users; its wording may change. */
            detail: string;
            /**
             * @description The name of a parameter of the query.
             * @example limit
             */
            parameter?: string;
            /**
             * @description Where it is in the body: a JSON pointer (RFC 6901).
             * @example /user_ids/1
             */
            pointer?: string;
        };
        /** @description How a lesson repeats: with either `count` or `until`. */
        Repeat: {
            /**
             * Format: int32
             * @description The number of lessons: 2 to 52.
             */
            count?: number | null;
            /**
             * Format: int32
             * @description 1 to 52, by default 1.
             */
            every_weeks?: number | null;
            /**
             * @description The lessons are at the same time of the day in this zone of the IANA database, by default `UTC`.
             * @example Europe/Moscow
             */
            time_zone?: string | null;
            /**
             * Format: date
             * @description The last day. At most 52 lessons.
             * @example 2027-05-31
             */
            until?: string | null;
        };
        /**
         * @description `users.role`. The database decides, not the token.
         * @enum {string}
         */
        Role: "student" | "teacher" | "admin" | "member" | "moderator" | "guest" | "service";
        /** @description The body of `POST /api/messages`. */
        SendMessage: {
            /**
             * Format: int64
             * @example 123
             */
            chat_id: number;
            /**
             * Format: uuid
             * @description An id that the client chooses. A request that repeats it sends no second message. The header
             *     `Idempotency-Key` is an alternative.
             */
            client_id?: string | null;
            /**
             * @description The text: 1 to 10,000 characters, not only white space.
             * @example Текст сообщения
             */
            content: string;
        };
        /** @description The answer to a log-in and to a refresh. */
        Session: {
            /**
             * Format: date-time
             * @description When the access token expires.
             */
            expires_at: string;
            /** @description The access token for `Authorization: Bearer`. Browsers also receive it as a cookie. */
            token: string;
            /** @description The user of the session. */
            user: components["schemas"]["User"];
        };
        /** @description The body of `POST /api/chats/{chat_id}/typing`. */
        SetTyping: {
            /** @description `true`, repeated every few seconds while the user types; `false` when the user stops. */
            is_typing: boolean;
        };
        /** @description The answer to a deletion. */
        Success: {
            /** @description Always true. */
            success: boolean;
        };
        /** @description `data` of `typing`. The frame has no id and cannot be resumed. */
        TypingEvent: {
            /** Format: int64 */
            chat_id: number;
            /** @description Whether the user is typing, or has stopped. */
            is_typing: boolean;
            /**
             * Format: int64
             * @description The user id of the participant that types.
             */
            user_id: number;
        };
        /** @description A user of the school. */
        User: {
            /** @description The address of the picture. */
            avatar_url: string | null;
            /**
             * Format: date-time
             * @description When the user was added.
             */
            created_at: string;
            /**
             * @description The e-mail address for log-in. Null for users of a foreign identity provider.
             * @example teacher@school.test
             */
            email: string | null;
            /**
             * Format: int64
             * @description The user id.
             * @example 456
             */
            id: number;
            /**
             * @description The name that other users see.
             * @example Иван Петров
             */
            name: string;
            /** @description The role, which determines the permissions. */
            role: components["schemas"]["Role"];
        };
        /** @description The answer of `GET /api/admin/users`. */
        UserList: {
            /** @description The `cursor` of the next page. Null on the last page. */
            next_cursor: string | null;
            /** @description The users of the page, by id. */
            users: components["schemas"]["User"][];
        };
    };
    responses: {
        /**
         * @description An error.
         *
         *     400: malformed or out of range. 401: not authenticated. 403: not allowed. 404: no such thing. 405: no such method here. 408: the body took too long to arrive. 409: conflicts with the stored state. 412: another version of tus. 413: too large. 415: not of an accepted media type. 416: the range is outside of the file. 423: another request writes the upload. 426: not a WebSocket handshake. 429: too many requests, see `Retry-After`.
         *
         *     500: internal error, which has been logged. 503: temporarily unavailable, see `Retry-After`.
         */
        Problem: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listAllChats: {
        parameters: {
            query?: {
                /**
                 * @description Part of a name, at most 255 characters; case-insensitive. For users also an exact e-mail
                 *     address.
                 */
                q?: string;
                /** @description The size of a page: 1 to 500. Without it up to 1,000. */
                limit?: number;
                /** @description `next_cursor` of the previous page. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the list */
            200: {
                headers: {
                    /** @description The id of the last event that the answer includes */
                    "Last-Event-ID"?: string;
                    /** @description Where the list continues, if there is more: `rel="next"` */
                    Link?: string | null;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminChatList"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    listUsers: {
        parameters: {
            query?: {
                /**
                 * @description Part of a name, at most 255 characters; case-insensitive. For users also an exact e-mail
                 *     address.
                 */
                q?: string;
                /** @description The size of a page: 1 to 500. Without it up to 1,000. */
                limit?: number;
                /** @description `next_cursor` of the previous page. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the list */
            200: {
                headers: {
                    /** @description Where the list continues, if there is more: `rel="next"` */
                    Link?: string | null;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserList"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    addUser: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewUser"];
            };
        };
        responses: {
            /** @description The new user */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    logIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Login"];
            };
        };
        responses: {
            /** @description The new session */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    logOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session is invalidated */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    refreshSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The refreshed session */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    listChats: {
        parameters: {
            query?: {
                /** @description The size of a page: 1 to 500. Without it up to 1,000. */
                limit?: number;
                /** @description `next_cursor` of the previous page. */
                cursor?: string;
                /** @description Adds `last_read_id` to each chat: how far the other participant has read. */
                read_marks?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the list */
            200: {
                headers: {
                    /** @description The id of the last event that the answer includes */
                    "Last-Event-ID"?: string;
                    /** @description Where the list continues, if there is more: `rel="next"` */
                    Link?: string | null;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatList"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    listMessages: {
        parameters: {
            query?: {
                /** @description The size of a page: 1 to 100. Without it 50. */
                limit?: number;
                /** @description Returns the newest messages before this message id. */
                before_id?: number;
                /** @description Returns the oldest messages after this message id. Excludes `before_id`. */
                after_id?: number;
                /** @description Includes deleted messages, and the texts that edits replaced. For admins only. */
                include_deleted?: boolean;
                /** @description `false` returns the newest page without marking the chat read. */
                visit?: boolean;
            };
            header?: never;
            path: {
                chat_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of messages */
            200: {
                headers: {
                    /** @description The id of the last event that the answer includes */
                    "Last-Event-ID"?: string;
                    /** @description Where the list continues, if there is more: `rel="next"` */
                    Link?: string | null;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessagePage"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    markRead: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                chat_id: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["MarkRead"] | null;
            };
        };
        responses: {
            /** @description The chat is marked read */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    setTyping: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                chat_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetTyping"];
            };
        };
        responses: {
            /** @description The signal was sent */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    followEvents: {
        parameters: {
            query?: {
                /** @description The access token, for clients that can send neither a cookie nor a header. */
                token?: string;
                /** @description The id of the last event received, for clients that cannot send `Last-Event-ID`. */
                last_event_id?: string;
                /**
                 * @description Whether the stream includes the caller's own messages, with their `client_id`. By default
                 *     `false`.
                 */
                echo?: boolean;
            };
            header?: {
                /** @description The id of the last event received */
                "Last-Event-ID"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The stream, which stays open */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    listLessons: {
        parameters: {
            query?: {
                /** @description The size of a page: 1 to 500. Without it up to 1,000. */
                limit?: number;
                /** @description `next_cursor` of the previous page. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the list */
            200: {
                headers: {
                    /** @description Where the list continues, if there is more: `rel="next"` */
                    Link?: string | null;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LessonList"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    scheduleLesson: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewLesson"];
            };
        };
        responses: {
            /** @description The new lesson, the earliest of a repetition */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangedLesson"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    findLessonConflicts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewLesson"];
            };
        };
        responses: {
            /** @description The conflicts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LessonConflicts"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    changeLesson: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LessonChange"];
            };
        };
        responses: {
            /** @description The changed lesson */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangedLesson"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    getMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The caller */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    sendMessage: {
        parameters: {
            query?: never;
            header?: {
                /** @description Alternative to `client_id` */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SendMessage"];
            };
        };
        responses: {
            /** @description The message that an earlier request with this `client_id` stored */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            /** @description The stored message */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    deleteMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                message_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The message is deleted */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Success"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The process is alive */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
        };
    };
    getReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The replica is ready */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ready"];
                };
            };
            /** @description The replica is not ready */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ready"];
                };
            };
        };
    };
}
