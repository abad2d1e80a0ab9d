export type paths = Record<string, never>;
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
        /** @description A frame from the client. A message may also be sent without this wrapper, as a `CampusSend`. */
        CampusClientFrame: {
            /** @description Sends a message. */
            payload: components["schemas"]["CampusSend"];
            /** @enum {string} */
            type: "message:send";
        } | {
            /** @description Signals that the user is typing, or has stopped. */
            payload: components["schemas"]["CampusIsTyping"];
            /** @enum {string} */
            type: "typing";
        } | {
            /** @enum {string} */
            type: "read";
        };
        /** @description A conversation as one of its participants sees it. */
        CampusConversation: {
            /**
             * Format: date-time
             * @description When the conversation was created.
             */
            created_at: string;
            /**
             * Format: int64
             * @description The user id of the creator.
             * @example 456
             */
            created_by: number | null;
            /**
             * Format: uuid
             * @description The conversation id.
             */
            id: string;
            last_message: components["schemas"]["CampusMessage"] | null;
            /** @description The present members, by id. */
            participants: components["schemas"]["CampusParticipant"][];
            /**
             * @description The external system that the conversation refers to.
             * @example timetable
             */
            service: string | null;
            /**
             * @description The id of the object in that system.
             * @example lecture-17
             */
            service_id: string | null;
            /**
             * @description The title. A group always has one.
             * @example Группа ИВТ-21
             */
            title: string | null;
            /** @description The type of the conversation. */
            type: components["schemas"]["CampusConversationType"];
            /**
             * Format: int64
             * @description The exact number of messages by other users, not deleted, after the reader's read mark.
             * @example 3
             */
            unread_count: number;
        };
        /** @description `payload` of `conversation:deleted`. */
        CampusConversationDeleted: {
            /**
             * Format: uuid
             * @description The id of the deleted conversation.
             */
            id: string;
        };
        /**
         * @description The type of a conversation.
         * @enum {string}
         */
        CampusConversationType: "private" | "group";
        /** @description `payload` of a client's `typing`. */
        CampusIsTyping: {
            /** @description `true`, repeated every few seconds while the user types; `false` when the user stops. */
            is_typing: boolean;
        };
        /** @description A message of a conversation. */
        CampusMessage: {
            /** @description Its files. Absent if it has none. */
            attachments?: components["schemas"]["Attachment"][];
            /**
             * Format: uuid
             * @description The id that the sender's client gave the message. Only the sender sees it.
             */
            client_id?: string;
            /** Format: uuid */
            conversation_id: string;
            /**
             * Format: date-time
             * @description When the message was sent.
             */
            created_at: string;
            /**
             * Format: uuid
             * @description The message id.
             */
            id: string;
            /** @description `true` for a deleted message that another message replies to, otherwise absent. */
            is_deleted?: boolean;
            /** @description Whether the author has edited the text. */
            is_edited: boolean;
            /**
             * Format: uuid
             * @description The id of the message that this one replies to.
             */
            reply_to: string | null;
            /**
             * Format: int64
             * @description The user id of the sender. Null for a message that no user sent.
             * @example 456
             */
            sender_id: number | null;
            /**
             * @description The text; of a message without one, the names of its files behind a paper clip. Null if the
             *     message is deleted.
             * @example Привет!
             */
            text: string | null;
        };
        /** @description The body of `PUT /api/unet-chat/messages/{id}`. */
        CampusMessageChange: {
            /**
             * @description The new text: 1 to 10,000 characters, not only white space.
             * @example Привет!
             */
            text: string;
        };
        /** @description `payload` of `message:deleted`. */
        CampusMessageDeleted: {
            /** Format: uuid */
            conversation_id: string;
            /**
             * Format: uuid
             * @description The id of the deleted message.
             */
            id: string;
        };
        /** @description The body of `POST /api/unet-chat/conversations/`. */
        CampusNewConversation: {
            /** @description The user ids of the other members. The caller and duplicates are ignored. */
            participant_ids: number[];
            /**
             * @description The external system that the conversation refers to: at most 255 characters.
             * @example timetable
             */
            service?: string | null;
            /**
             * @description The id of the object in that system: at most 255 characters.
             * @example lecture-17
             */
            service_id?: string | null;
            /**
             * @description The title: at most 255 characters. Required for a group.
             * @example Группа ИВТ-21
             */
            title?: string | null;
            /** @description The type of the conversation. */
            type: components["schemas"]["CampusConversationType"];
        };
        /** @description The body of `POST /api/unet-chat/messages/`. */
        CampusNewMessage: {
            /**
             * Format: uuid
             * @description An id that the client chooses. A request that repeats it sends no second message. The header
             *     `Idempotency-Key` is an alternative.
             */
            client_id?: string | null;
            /** Format: uuid */
            conversation_id: string;
            /**
             * Format: uuid
             * @description The id of the message of the same conversation that this one replies to.
             */
            reply_to?: string | null;
            /**
             * Format: int64
             * @description The caller's user id, or absent.
             * @example 456
             */
            sender_id?: number | null;
            /**
             * @description The text: 1 to 10,000 characters, not only white space.
             * @example Привет!
             */
            text: string;
        };
        /** @description The body of `POST /api/unet-chat/conversations/{id}/participants/`. */
        CampusNewParticipant: {
            /**
             * Format: int64
             * @description The id of the user to add.
             * @example 456
             */
            user_id: number;
        };
        /** @description A participant of a conversation. */
        CampusParticipant: {
            /**
             * Format: uuid
             * @description The id of the newest message that the participant has read, which may be deleted since. Null
             *     if none.
             */
            last_read_message_id: string | null;
            /**
             * @description The name. Empty if the user was deleted.
             * @example Айгүл Осмонова
             */
            name: string;
            /**
             * Format: int64
             * @example 456
             */
            user_id: number;
        };
        /** @description `payload` of `participant:added`. */
        CampusParticipantAdded: {
            /** Format: uuid */
            conversation_id: string;
            /**
             * @description The name of the user. Empty if the user was deleted.
             * @example Айгүл Осмонова
             */
            name: string;
            /**
             * Format: int64
             * @description The id of the added user.
             */
            user_id: number;
        };
        /** @description `payload` of `participant:removed`. */
        CampusParticipantRemoved: {
            /** Format: uuid */
            conversation_id: string;
            /**
             * Format: int64
             * @description The id of the removed user.
             */
            user_id: number;
        };
        /** @description `payload` of `read`. */
        CampusRead: {
            /**
             * Format: uuid
             * @description The id of the last message that is read.
             */
            last_read_id: string | null;
            /**
             * Format: int64
             * @description The id of the member that has read the conversation.
             */
            user_id: number | null;
        };
        /** @description `payload` of `error`. */
        CampusRefused: {
            /**
             * Format: uuid
             * @description The `client_id` of the refused message, if it had one.
             */
            client_id?: string;
            /** @description The stable code of the error, for programs. */
            code: components["schemas"]["ProblemCode"];
            /** @description The reason, for people. */
            detail: string;
        };
        /** @description `payload` of `message:send`. */
        CampusSend: {
            /**
             * Format: uuid
             * @description An id that the client chooses. A frame that repeats it sends no second message.
             */
            client_id?: string | null;
            /**
             * Format: uuid
             * @description The id of the message of the same conversation that this one replies to.
             */
            reply_to?: string | null;
            /** @description The text: 1 to 10,000 characters, not only white space. */
            text: string;
        };
        /** @description The type and the payload of a frame from the server. */
        CampusServerEvent: {
            /** @enum {string} */
            type: "ready";
        } | {
            /** @description A message was sent. */
            payload: components["schemas"]["CampusMessage"];
            /** @enum {string} */
            type: "message:new";
        } | {
            /** @description A message was edited. */
            payload: components["schemas"]["CampusMessage"];
            /** @enum {string} */
            type: "message:edited";
        } | {
            /** @description A message was deleted. */
            payload: components["schemas"]["CampusMessageDeleted"];
            /** @enum {string} */
            type: "message:deleted";
        } | {
            /** @description A user was added to the group. */
            payload: components["schemas"]["CampusParticipantAdded"];
            /** @enum {string} */
            type: "participant:added";
        } | {
            /**
             * @description A member left or was removed. A member that receives this about itself receives no further
             *     frame.
             */
            payload: components["schemas"]["CampusParticipantRemoved"];
            /** @enum {string} */
            type: "participant:removed";
        } | {
            /** @description The conversation was deleted. No further frame follows. */
            payload: components["schemas"]["CampusConversationDeleted"];
            /** @enum {string} */
            type: "conversation:deleted";
        } | {
            /** @description Another member is typing, or has stopped. */
            payload: components["schemas"]["CampusTyping"];
            /** @enum {string} */
            type: "typing";
        } | {
            /** @description A member has read the conversation. */
            payload: components["schemas"]["CampusRead"];
            /** @enum {string} */
            type: "read";
        } | {
            /** @description The server refused a frame of the client. */
            payload: components["schemas"]["CampusRefused"];
            /** @enum {string} */
            type: "error";
        } | {
            /** @enum {string} */
            type: "reset";
        };
        /** @description A frame from the server. */
        CampusServerFrame: components["schemas"]["CampusServerEvent"] & {
            /** @description The id to resume from, as `last_event_id`. Only frames of logged events have one. */
            id?: string;
        };
        /** @description `payload` of `typing`. */
        CampusTyping: {
            /** @description Whether the member is typing, or has stopped. */
            is_typing: boolean;
            /**
             * Format: int64
             * @description The id of the member that types.
             */
            user_id: number;
        };
        /** @description The process is alive. */
        Health: {
            /** @example chat */
            service: string;
            /** @example healthy */
            status: string;
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
export type operations = Record<string, never>;
