export interface paths {
    "/api/chat/chats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Opens the chat of a listing, its seller and the caller, or returns the existing one.
         * @description A request without a token makes the caller a guest: its `buyer_id` is a UUID that no guest has
         *     yet. The answer then has the `guest_token` and sets the cookie.
         */
        post: operations["openMarketChat"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chat/chats/my": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists the caller's chats as a buyer or as a seller, the latest activity first.
         * @description A seller's list has a chat from its first message on. Chats that the caller has hidden are left
         *     out.
         */
        get: operations["listMarketChats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chat/chats/seller/{seller_id}/grouped": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists a seller's chats by listing, for that seller only: the 1,000 with the latest activity. */
        get: operations["listMarketInbox"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chat/chats/{chat_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Hides a chat from the caller's list until the next message. */
        delete: operations["hideMarketChat"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chat/chats/{chat_id}/block": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Blocks the other party, who can then send the caller no message in this chat or in any other. */
        post: operations["blockInMarketChat"];
        /** Unblocks the other party. */
        delete: operations["unblockInMarketChat"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chat/chats/{chat_id}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Returns a page of a chat's history, in chronological order.
         * @description The page ends with the newest message, or before `before_id`. It marks nothing read.
         */
        get: operations["listMarketMessages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chat/chats/{chat_id}/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Marks a chat read up to its newest message. */
        post: operations["markMarketChatRead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chat/chats/{chat_id}/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reports a message to the moderators.
         * @description While a report of the caller waits, reporting the message again adds none.
         */
        post: operations["reportMarketMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chat/guests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Creates a guest, a buyer without an account, whose token identifies the caller from then on.
         * @description The token is valid for 180 days and is renewed on use.
         */
        post: operations["becomeMarketGuest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chat/moderation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the reports that wait, the oldest first, for moderators and admins. */
        get: operations["listMarketReports"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chat/moderation/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resolves a report, for moderators and admins.
         * @description Resolving it again with the same action changes nothing. With another action it is 409.
         */
        post: operations["settleMarketReport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chat/ws/{chat_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Opens the WebSocket of a chat. Frames are `{"type",…}` in both directions.
         * @description Durable frames have an `event_id`. A client that reconnects with it as `last_event_id` first
         *     receives all events since then. `{"type":"reset"}` says that the id is unknown, for example
         *     after a restored backup: the client reloads by REST. When the socket opens, it delivers the
         *     presence of the other party.
         *
         *     Close codes: 1008 for too many frames, 1009 for a frame over 64 KiB, 1012 when the server shuts
         *     down, 4401 when the token expired or its session was revoked, 4403 when the caller was banned,
         *     removed or deleted, or the caller's role changed, 4408 when the client was silent for too long.
         */
        get: operations["openMarketSocket"];
        put?: never;
        post?: never;
        delete?: never;
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
            /** @description Of a voice note, if its recorder sent it: 1 to 128 numbers from 0 to 100. */
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
        BTreeMap: {
            [key: string]: {
                /** @description The public id of the buyer; null if that user was deleted. */
                buyer_id: string | null;
                /** @description Whether the buyer has an account. */
                buyer_is_registered: boolean;
                /** Format: int64 */
                id: number;
                /** @description The text of the newest message; null if there is none. */
                last_message: string | null;
                /**
                 * Format: date-time
                 * @description When the newest message was sent; null if there is none.
                 */
                last_message_time: string | null;
                /**
                 * Format: int64
                 * @description Messages of the buyer that the seller has not read.
                 */
                unread_count: number;
            }[];
        };
        /** @description The process is alive. */
        Health: {
            /** @example chat */
            service: string;
            /** @example healthy */
            status: string;
        };
        /**
         * @description How a moderator resolves a report.
         * @enum {string}
         */
        MarketAction: "dismiss" | "delete_message" | "ban_user";
        /** @description The chat of a listing, its seller and a buyer. */
        MarketChat: {
            /** @description The public id of the buyer; null if that user was deleted. */
            buyer_id: string | null;
            /** @description Whether the buyer has an account. */
            buyer_is_registered: boolean;
            /** Format: date-time */
            created_at: string;
            /** Format: int64 */
            id: number;
            /**
             * Format: int64
             * @description The id of the listing in the shop.
             */
            iphone_id: number;
            /**
             * @description The text of the newest message; null if there is none.
             * @example Привет!
             */
            last_message: string | null;
            /**
             * Format: date-time
             * @description When the newest message was sent; null if there is none.
             */
            last_message_time: string | null;
            /**
             * Format: int64
             * @description The seller; null if that user was deleted.
             */
            seller_id: number | null;
            /**
             * Format: int64
             * @description Messages of the other party that the caller has not read.
             * @example 3
             */
            unread_count: number;
            /**
             * Format: date-time
             * @description When its newest message was sent; without messages, when it was created.
             */
            updated_at: string;
        };
        /** @description A frame of the client. */
        MarketClientFrame: {
            /**
             * Format: uuid
             * @description An id that the client chooses for the message, so that repeating the frame stores no
             *     second message.
             */
            client_id?: string | null;
            /** @description 1 to 2,000 characters without its HTML tags, not only white space. */
            message_text: string;
            /** @enum {string} */
            type: "message";
        } | {
            /** @description False if the user stopped. */
            is_typing: boolean;
            /** @enum {string} */
            type: "typing";
        } | {
            /** @enum {string} */
            type: "read";
        };
        /** @description The answer of `POST /api/chat/guests`. */
        MarketGuest: {
            /**
             * Format: uuid
             * @description The public id of the guest.
             */
            buyer_id: string;
            /**
             * Format: date-time
             * @description When the token expires unless it is renewed.
             */
            expires_at: string;
            /** @description A Bearer token that identifies the guest. The cookie `guest_token` has the same. */
            token: string;
        };
        /** @description A message. */
        MarketMessage: {
            /** @description Its files. Absent if it has none. */
            attachments?: components["schemas"]["Attachment"][];
            /** Format: int64 */
            chat_id: number;
            /**
             * Format: uuid
             * @description The id that the sender gave the message. Only the sender receives it.
             */
            client_id?: string;
            /** Format: date-time */
            created_at: string;
            /** Format: int64 */
            id: number;
            /** @description Whether the other party has read the message. */
            is_read: boolean;
            /**
             * @description Plain text, to be shown as text and never as HTML; of a message without one, the names of its
             *     files behind a paper clip.
             * @example Да, актуален!
             */
            message_text: string;
            /**
             * @description The public id of the sender; null if that user was deleted.
             * @example 2
             */
            sender_id: string | null;
            /** @description Whether the sender has an account. */
            sender_is_registered: boolean;
        };
        /** @description The answer of `GET /api/chat/chats/{chat_id}/messages`. */
        MarketMessageList: {
            /** @description In chronological order. */
            messages: components["schemas"]["MarketMessage"][];
        };
        /** @description The body of `POST /api/chat/chats`. */
        MarketOpenChat: {
            /**
             * @description The caller. Without a token: a UUID that no guest has yet, which the caller then has.
             * @example b9f1a9a0-6a53-4b0e-9d58-0d7a2f0f4b57
             */
            buyer_id: string;
            /** @description Whether the buyer has an account. A request without a token is then refused. */
            buyer_is_registered?: boolean;
            /**
             * Format: int64
             * @description The id of the listing in the shop.
             * @example 1
             */
            iphone_id: number;
            /**
             * Format: int64
             * @description The seller of the listing, a user with an account.
             * @example 2
             */
            seller_id: number;
        };
        /** @description The answer of `POST /api/chat/chats`. */
        MarketOpenedChat: components["schemas"]["MarketChat"] & {
            /** @description The token of a guest, if this request created or renewed it. */
            guest_token?: string;
        };
        /** @description A report that waits for a moderator. */
        MarketReport: {
            /** Format: int64 */
            chat_id: number;
            /** Format: date-time */
            created_at: string;
            /** Format: int64 */
            id: number;
            /** Format: int64 */
            message_id: number;
            /** @description The `message_text` of the reported message. */
            message_text: string;
            /** @description Why the message was reported, in the words of the reporter. */
            reason: string;
            /** @description The public id of the reporter; null if that user was deleted. */
            reported_by: string | null;
        };
        /** @description The answer of `GET /api/chat/moderation`. */
        MarketReportList: {
            /** @description The oldest first. */
            reports: components["schemas"]["MarketReport"][];
        };
        /** @description The body of `POST /api/chat/chats/{chat_id}/report`. */
        MarketReportMessage: {
            /**
             * Format: int64
             * @description A message of the chat.
             */
            message_id: number;
            /**
             * @description 1 to 2,000 characters.
             * @example spam
             */
            reason: string;
        };
        /** @description The body of `POST /api/chat/moderation/{id}`. */
        MarketResolveReport: {
            action: components["schemas"]["MarketAction"];
        };
        /** @description A frame of the server. A durable frame also has an `event_id` to resume from. */
        MarketServerFrame: {
            message: components["schemas"]["MarketMessage"];
            /** @enum {string} */
            type: "message";
        } | {
            /** @description False if the party stopped. */
            is_typing: boolean;
            /** @enum {string} */
            type: "typing";
            /** @description The public id of the other party. */
            user_id: string;
        } | {
            /**
             * Format: int64
             * @description The newest message that the party has read.
             */
            last_read_id: number;
            /** @enum {string} */
            type: "read";
            /** @description The public id of the other party. */
            user_id: string;
        } | {
            /** Format: int64 */
            chat_id: number;
            /** Format: int64 */
            message_id: number;
            /** @enum {string} */
            type: "message_deleted";
        } | {
            /** @description Whether the party is connected. */
            online: boolean;
            /** @enum {string} */
            type: "online";
            /** @description The public id of the other party. */
            user_id: string;
        } | {
            /** @description The reason for programs, which does not change. */
            code: components["schemas"]["ProblemCode"];
            /** @description An explanation for people. Its wording may change. */
            detail: string;
            /** @enum {string} */
            type: "error";
        };
        /** @description The request was executed. */
        MarketSuccess: {
            /**
             * @description Always true.
             * @example true
             */
            success: boolean;
        };
        /** @description An error response. `code` is stable, `detail` is for users. */
        Problem: {
            /** @description Stable, for programs. */
            code: components["schemas"]["ProblemCode"];
            /** @description For users; its wording may change. */
            detail: string;
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
        /**
         * @description The stable code of a refusal, the same in every application.
         *
         *     A code is never renamed. New codes may be added: clients handle an unknown one by the status.
         * @enum {string}
         */
        ProblemCode: "no_such_route" | "no_such_realm" | "method_not_allowed" | "unsupported_media_type" | "body_too_large" | "request_timeout" | "unreadable_body" | "invalid_body" | "invalid_path" | "invalid_query" | "invalid_limit" | "invalid_cursor" | "invalid_last_event_id" | "invalid_client_id" | "invalid_content" | "invalid_emoji" | "invalid_email" | "invalid_name" | "invalid_external_id" | "invalid_avatar" | "invalid_quiet_hours" | "invalid_password" | "invalid_scheduled_at" | "upgrade_required" | "invalid_handshake" | "invalid_frame" | "invalid_upload" | "unsupported_tus_version" | "file_type_refused" | "picture_refused" | "not_audio" | "invalid_subscription" | "quota_reached" | "range_not_satisfiable" | "missing_token" | "invalid_token" | "token_expired" | "unknown_user" | "logged_out" | "session_expired" | "invalid_key" | "invalid_act_as" | "wrong_credentials" | "wrong_password" | "login_elsewhere" | "cross_origin" | "missing_scope" | "not_for_keys" | "key_required" | "user_beyond_key" | "not_an_admin" | "use_admin_chats" | "read_only_role" | "not_a_participant" | "not_the_author" | "not_your_lesson" | "not_the_creator" | "not_a_group_admin" | "teachers_only" | "not_yourself" | "blocked" | "banned" | "not_in_this_realm" | "not_a_moderator" | "guest_claimed" | "spam" | "too_many_groups" | "too_many_pinned_chats" | "not_a_group" | "group_full" | "owner_required" | "reply_not_found" | "invalid_chat" | "cannot_block_yourself" | "cannot_deactivate_yourself" | "chat_not_found" | "message_not_found" | "user_not_found" | "report_not_found" | "participant_not_found" | "attachment_not_found" | "upload_not_found" | "wrong_offset" | "upload_locked" | "invalid_link" | "invitation_not_found" | "session_not_found" | "no_mail" | "lesson_not_found" | "lesson_already_booked" | "email_taken" | "not_a_teacher" | "not_a_student" | "idempotency_conflict" | "too_many_pins" | "too_many_reactions" | "report_settled" | "rate_limited" | "unavailable" | "internal";
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
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    openMarketChat: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MarketOpenChat"];
            };
        };
        responses: {
            /** @description The existing chat */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MarketOpenedChat"];
                };
            };
            /** @description The new chat */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MarketOpenedChat"];
                };
            };
            /** @description Malformed or out of range */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body took too long to arrive */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflicts with the stored state */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not application/json */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error; it has been logged */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Temporarily unavailable: see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMarketChats: {
        parameters: {
            query?: {
                /** @description The caller's public id. Any other id is refused. */
                user_id?: string;
                /** @description Whether to list the chats in which the caller is the seller, not the buyer. */
                is_seller?: boolean;
                /** @description Chats at most: 1 to 1,000, by default 1,000. */
                limit?: number;
                /** @description Chats to skip, by default 0. */
                offset?: number;
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
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MarketChat"][];
                };
            };
            /** @description Malformed or out of range */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body took too long to arrive */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflicts with the stored state */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not application/json */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error; it has been logged */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Temporarily unavailable: see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMarketInbox: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                seller_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The chats of each `iphone_id` */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BTreeMap"];
                };
            };
            /** @description Malformed or out of range */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body took too long to arrive */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflicts with the stored state */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not application/json */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error; it has been logged */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Temporarily unavailable: see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    hideMarketChat: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                chat_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The chat is hidden */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MarketSuccess"];
                };
            };
            /** @description Malformed or out of range */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body took too long to arrive */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflicts with the stored state */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not application/json */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error; it has been logged */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Temporarily unavailable: see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    blockInMarketChat: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                chat_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The other party is blocked */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Malformed or out of range */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body took too long to arrive */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflicts with the stored state */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not application/json */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error; it has been logged */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Temporarily unavailable: see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    unblockInMarketChat: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                chat_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The other party is not blocked */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Malformed or out of range */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body took too long to arrive */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflicts with the stored state */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not application/json */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error; it has been logged */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Temporarily unavailable: see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMarketMessages: {
        parameters: {
            query?: {
                /** @description Messages at most: 1 to 200, by default 100. */
                limit?: number;
                /** @description The newest messages to skip, by default 0. */
                offset?: number;
                /** @description The id of a message: the page ends before it. Excludes `offset`. */
                before_id?: number;
            };
            header?: never;
            path: {
                chat_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the history */
            200: {
                headers: {
                    /** @description The last event that the answer reflects */
                    "Last-Event-ID"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MarketMessageList"];
                };
            };
            /** @description Malformed or out of range */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body took too long to arrive */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflicts with the stored state */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not application/json */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error; it has been logged */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Temporarily unavailable: see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    markMarketChatRead: {
        parameters: {
            query?: {
                /** @description The caller's public id. Any other id is refused. */
                user_id?: string;
            };
            header?: never;
            path: {
                chat_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The chat is marked read */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MarketSuccess"];
                };
            };
            /** @description Malformed or out of range */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body took too long to arrive */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflicts with the stored state */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not application/json */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error; it has been logged */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Temporarily unavailable: see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reportMarketMessage: {
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
                "application/json": components["schemas"]["MarketReportMessage"];
            };
        };
        responses: {
            /** @description The report waits for a moderator */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Malformed or out of range */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body took too long to arrive */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflicts with the stored state */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not application/json */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error; it has been logged */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Temporarily unavailable: see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    becomeMarketGuest: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The new guest */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MarketGuest"];
                };
            };
            /** @description Malformed or out of range */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body took too long to arrive */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflicts with the stored state */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not application/json */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error; it has been logged */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Temporarily unavailable: see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMarketReports: {
        parameters: {
            query?: {
                /** @description Reports at most: 1 to 200, by default 100. */
                limit?: number;
                /** @description The id of a report: the page begins after it. */
                after_id?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the queue */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MarketReportList"];
                };
            };
            /** @description Malformed or out of range */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body took too long to arrive */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflicts with the stored state */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not application/json */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error; it has been logged */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Temporarily unavailable: see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    settleMarketReport: {
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
                "application/json": components["schemas"]["MarketResolveReport"];
            };
        };
        responses: {
            /** @description The report is resolved */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Malformed or out of range */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body took too long to arrive */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflicts with the stored state */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not application/json */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error; it has been logged */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Temporarily unavailable: see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    openMarketSocket: {
        parameters: {
            query?: {
                /** @description The caller's public id. Any other id is refused. */
                user_id?: string;
                /** @description A token, for clients that cannot set a header. */
                token?: string;
                /**
                 * @description The last `event_id` that the client received: the socket first delivers all events since
                 *     then.
                 */
                last_event_id?: string;
            };
            header?: {
                /** @description An alternative to `last_event_id` in the query */
                "Last-Event-ID"?: string;
            };
            path: {
                chat_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The connection is a WebSocket */
            101: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Malformed or out of range */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body took too long to arrive */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflicts with the stored state */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not application/json */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not ask for a WebSocket */
            426: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error; it has been logged */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Temporarily unavailable: see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
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
