/**
 * The wire's types, from the document that `vestnik openapi --native` prints.
 * Made by `npm run wire`; a test fails when they are stale.
 */

export interface paths {
    "/v1/{realm}/attachments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Uploads a file of at most 25 MiB, which messages can then refer to.
         * @description Uploads a file of at most 25 MiB, which messages can then refer to.
         *
         *     The type is detected from the content; programs are refused with 415, and in a realm of images
         *     all else. With `kind=voice` it is a voice note: a sound (400 `not_audio`), by the tracks of its container.
         *     A file that is in no message within a day is deleted. A guest may store 50 MiB, and the guests
         *     at one address may upload 20 files an hour (429).
         */
        post: operations["uploadAttachment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{realm}/attachments/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Downloads a file: for its uploader, and for those who may see a message that has it.
         * @description Downloads a file: for its uploader, and for those who may see a message that has it.
         */
        get: operations["downloadAttachment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{realm}/attachments/{id}/info": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Shows what is known of a file that the caller may download.
         * @description Shows what is known of a file that the caller may download.
         */
        get: operations["getAttachment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{realm}/attachments/{id}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Downloads the preview of a picture, of at most 800 × 800 pixels.
         * @description Downloads the preview of a picture, of at most 800 × 800 pixels.
         *
         *     A JPEG, or a PNG if the picture is transparent. There is none (404) for some moments after the
         *     upload, until it is made.
         */
        get: operations["downloadPreview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{realm}/avatars/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Downloads the picture of a chat or a person, of at most 800 × 800 pixels: for those who may see the chat or the person.
         * @description Downloads the picture of a chat or a person, of at most 800 × 800 pixels: for those who may see the chat or the person. Another picture has another id.
         */
        get: operations["downloadAvatar"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{realm}/blocks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists the people whom the caller blocks, by id.
         * @description Lists the people whom the caller blocks, by id.
         */
        get: operations["listBlocks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{realm}/chats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists the chats that the caller may see, latest activity first.
         * @description Lists the chats that the caller may see, latest activity first.
         */
        get: operations["listChats"];
        put?: never;
        /**
         * Creates a chat, or finds the private one that exists.
         * @description Creates a chat, or finds the private one that exists.
         */
        post: operations["createChat"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{realm}/chats/by-uuid/{uuid}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Shows the chat that has a UUID: its id in contracts whose ids are UUIDs.
         * @description Shows the chat that has a UUID: its id in contracts whose ids are UUIDs.
         */
        get: operations["getChatByUuid"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{realm}/chats/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Shows a chat.
         * @description Shows a chat.
         */
        get: operations["getChat"];
        put?: never;
        post?: never;
        /**
         * Deletes a group for all its members, as its owner; hides another chat from the caller's list until the next message.
         * @description Deletes a group for all its members, as its owner; hides another chat from the caller's list until the next message.
         */
        delete: operations["deleteChat"];
        options?: never;
        head?: never;
        /**
         * Changes the title, the picture and the custom data of a group, as its owner or an admin; custom data of other chats as a server-side key.
         * @description Changes the title, the picture and the custom data of a group, as its owner or an admin; custom data of other chats as a server-side key.
         */
        patch: operations["changeChat"];
        trace?: never;
    };
    "/v1/{realm}/chats/{id}/draft": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Saves the caller's draft in a chat, on all of their devices.
         * @description Saves the caller's draft in a chat, on all of their devices.
         */
        put: operations["saveDraft"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{realm}/chats/{id}/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists the files and links of a chat, the newest first.
         * @description Lists the files and links of a chat, the newest first. What was deleted is not among them.
         *
         *     A request examines 2,000 messages with files: a page of one kind may be short, or empty, although there are more:
         *     then it has a `next_cursor`.
         */
        get: operations["listFiles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{realm}/chats/{id}/me": {
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
         * Mutes, pins or archives a chat for the caller, on all of their devices.
         * @description Mutes, pins or archives a chat for the caller, on all of their devices.
         */
        patch: operations["changeChatSettings"];
        trace?: never;
    };
    "/v1/{realm}/chats/{id}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists the members of a chat: the owner of a group first, then its admins, then the others, each by when they joined.
         * @description Lists the members of a chat: the owner of a group first, then its admins, then the others, each by when they joined.
         */
        get: operations["listMembers"];
        put?: never;
        /**
         * Adds users to a group, or none of them if one is refused.
         * @description Adds users to a group, or none of them if one is refused. Users who are members already keep their role.
         */
        post: operations["addMembers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{realm}/chats/{id}/members/{user_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Removes a member from a group; `me`: leaves it.
         * @description Removes a member from a group; `me`: leaves it.
         */
        delete: operations["removeMember"];
        options?: never;
        head?: never;
        /**
         * Changes the role of a member, as the owner of the group.
         * @description Changes the role of a member, as the owner of the group.
         */
        patch: operations["changeRole"];
        trace?: never;
    };
    "/v1/{realm}/chats/{id}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists messages of a chat in chronological order.
         * @description Lists messages of a chat in chronological order. It marks nothing read.
         */
        get: operations["listMessages"];
        put?: never;
        /**
         * Sends a message, or with `send_at` schedules it.
         * @description Sends a message, or with `send_at` schedules it.
         *
         *     The server answers once the message is durable. Repeating a request with the same `client_id` (or
         *     `Idempotency-Key`) is always safe: it sends nothing, and the answer is 200 with the stored message.
         */
        post: operations["sendMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{realm}/chats/{id}/pins/{message_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Pins a message for all members: both users of a private chat may, and the owner and the admins of a group.
         * @description Pins a message for all members: both users of a private chat may, and the owner and the admins of a group. A chat has at most 50 pinned messages. Repeating changes nothing.
         */
        put: operations["pinMessage"];
        post?: never;
        /**
         * Unpins a message.
         * @description Unpins a message. Those who may pin may unpin.
         */
        delete: operations["unpinMessage"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{realm}/chats/{id}/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Marks a chat read up to a message, by default the newest.
         * @description Marks a chat read up to a message, by default the newest. A mark never moves back.
         */
        post: operations["markRead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{realm}/chats/{id}/typing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Signals to the other members that the caller is typing, or has stopped.
         * @description Signals to the other members that the caller is typing, or has stopped. A signal expires after six seconds, and with the next message.
         */
        post: operations["setTyping"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{realm}/chats/{id}/unread": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Moves the caller's own read mark back to before a message of the chat, on their own devices alone: others go on seeing what the caller has read.
         * @description Moves the caller's own read mark back to before a message of the chat, on their own devices alone: others go on seeing what the caller has read. Reading and sending move it forward again.
         */
        post: operations["markUnread"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{realm}/desk/accesses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists accesses to chats by readers who are not their members, the newest first.
         * @description Lists accesses to chats by readers who are not their members, the newest first. For admins.
         */
        get: operations["listAccesses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{realm}/desk/chats/{id}/access": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Records why the caller reads a chat without being its member.
         * @description Records why the caller reads a chat without being its member. For admins, or moderators.
         *
         *     The reason counts for every access of the caller to the chat on the same day (UTC). Where the policy of the realm has
         *     `reading_needs_reason`, the server refuses to show the chat before, with 403 `reason_required`. A member of the chat
         *     records nothing.
         */
        post: operations["openChatOfOthers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{realm}/desk/chats/{id}/at": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Shows a chat as it was at a time.
         * @description Shows a chat as it was at a time. For admins, or moderators.
         *
         *     Moderators see reported messages only.
         */
        get: operations["getChatAt"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{realm}/desk/chats/{id}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Exports a chat as a file, with deleted messages and former texts.
         * @description Exports a chat as a file, with deleted messages and former texts. For admins, or moderators.
         *
         *     The `html` page is in the caller's language, and says who exported it, when, and up to which event.
         *     Moderators export reported messages only, and not as `jsonl`. At most two exports run at a time on a
         *     server.
         */
        get: operations["exportChat"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{realm}/desk/chats/{id}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists every event of a chat, with former and deleted texts.
         * @description Lists every event of a chat, with former and deleted texts. For admins, or moderators.
         *
         *     Moderators see the events about reported messages only, and no other chats.
         */
        get: operations["getTimeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{realm}/desk/erasures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists the erasures that were asked for, the newest first.
         * @description Lists the erasures that were asked for, the newest first. For admins.
         */
        get: operations["listErasures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{realm}/desk/proof": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Shows how far the log is sealed, and what the latest check of the seals found.
         * @description Shows how far the log is sealed, and what the latest check of the seals found. For admins, or moderators.
         */
        get: operations["getProof"];
        put?: never;
        /**
         * Begins a check of all seals, unless one runs.
         * @description Begins a check of all seals, unless one runs. For admins, or moderators.
         *
         *     It goes on in the background: ask for the proof again. Once it has ended, the next one may begin a
         *     minute after it began.
         */
        post: operations["checkProof"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{realm}/desk/reports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists reported messages.
         * @description Lists reported messages. For moderators.
         */
        get: operations["listReports"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{realm}/desk/reports/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Closes a report with a decision.
         * @description Closes a report with a decision. For moderators.
         *
         *     Repeating it changes nothing; another decision on a closed report is refused.
         */
        post: operations["decideReport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{realm}/desk/statistics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Counts messages, active chats and response times by day.
         * @description Counts messages, active chats and response times by day. For admins, or moderators.
         */
        get: operations["getStatistics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{realm}/desk/unanswered": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists the private chats that wait for an answer of a teacher or a seller, the longest wait first.
         * @description Lists the private chats that wait for an answer of a teacher or a seller, the longest wait first. For admins, or moderators.
         */
        get: operations["listUnanswered"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{realm}/desk/users/{id}/erasure": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Shows what erasing a user would erase, and how far it is.
         * @description Shows what erasing a user would erase, and how far it is. For admins.
         */
        get: operations["getErasure"];
        put?: never;
        /**
         * Asks for the erasure of a user.
         * @description Asks for the erasure of a user. For admins.
         *
         *     The server itself can erase nobody: the operator carries it out with
         *     `vestnik erase-user --requested`. Repeating it changes nothing. 403 `not_an_admin` also if the person belongs to
         *     other applications that the admin does not belong to.
         */
        post: operations["requestErasure"];
        /**
         * Takes the request to erase a user back, unless the erasure has begun.
         * @description Takes the request to erase a user back, unless the erasure has begun. For admins.
         */
        delete: operations["withdrawErasure"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{realm}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follows everything that the caller may see, as Server-Sent Events; with `all=true`, for server-side keys, every event of the realm.
         * @description Follows everything that the caller may see, as Server-Sent Events; with `all=true`, for server-side keys, every event of the realm.
         *
         *     The first frame is `ready`. A `Last-Event-ID` of any age resumes: the client receives every event
         *     since then in order, and then live ones. `reset` means that the id is not of this log: the client
         *     must reload.
         *
         *     The page `/v1/docs/events` describes the events. Those of the log have an id of their own, with their position in
         *     the log and their time in `data`. Signals have no id: `presence` is sent for every online
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
    "/v1/{realm}/guests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Creates a guest, a user without an account, where the realm has guests.
         * @description Creates a guest, a user without an account, where the realm has guests.
         *
         *     The token identifies the caller from then on, for 180 days. It has no refresh token: answers renew it when it is
         *     used. With `cookie: true` the answer is 204 and sets it as an HttpOnly cookie.
         */
        post: operations["becomeGuest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{realm}/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists the open invitations, the newest first.
         * @description Lists the open invitations, the newest first. For admins.
         */
        get: operations["listInvitations"];
        put?: never;
        /**
         * Invites an e-mail address to the realm.
         * @description Invites an e-mail address to the realm. For admins.
         *
         *     Makes a link that is valid once, for a week. Replaces an earlier link for the same address.
         */
        post: operations["invite"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{realm}/invitations/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Accepts an invitation: the person can sign in from now on.
         * @description Accepts an invitation: the person can sign in from now on. Needs no log-in; the link works once.
         *
         *     Links that do not work count as failed log-ins (`LOGIN_LIMIT`).
         */
        post: operations["acceptInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{realm}/invitations/look-up": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Shows the invitation of a link.
         * @description Shows the invitation of a link. Needs no log-in.
         *
         *     404 if the link is unknown, was used or has expired, which counts as a failed log-in (`LOGIN_LIMIT`).
         */
        post: operations["lookUpInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{realm}/invitations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Takes an invitation back: its link does not work any more.
         * @description Takes an invitation back: its link does not work any more. For admins.
         */
        delete: operations["revokeInvitation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{realm}/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Returns the caller.
         * @description Returns the caller.
         */
        get: operations["getMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Changes the caller's name, picture, language and notifications.
         * @description Changes the caller's name, picture, language and notifications.
         *
         *     Everything is changed, or nothing if a part is refused. A language that was set decides on the language of
         *     notifications; else that of the request that subscribed does. 429 after 60 changes in an hour.
         */
        patch: operations["changeMe"];
        trace?: never;
    };
    "/v1/{realm}/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Changes the caller's password, and ends all other log-ins of theirs.
         * @description Changes the caller's password, and ends all other log-ins of theirs.
         *
         *     Failures count as failed log-ins (`LOGIN_LIMIT`).
         */
        put: operations["changePassword"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{realm}/me/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists the caller's log-ins, the newest first.
         * @description Lists the caller's log-ins, the newest first.
         */
        get: operations["listSessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{realm}/me/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Ends a log-in of the caller: its tokens become invalid on every replica, and its streams end.
         * @description Ends a log-in of the caller: its tokens become invalid on every replica, and its streams end.
         */
        delete: operations["endSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{realm}/messages/by-uuid/{uuid}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Shows the message that has a UUID: its id in contracts whose ids are UUIDs.
         * @description Shows the message that has a UUID: its id in contracts whose ids are UUIDs.
         */
        get: operations["getMessageByUuid"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{realm}/messages/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Shows a message of a chat that the caller may see.
         * @description Shows a message of a chat that the caller may see.
         */
        get: operations["getMessage"];
        put?: never;
        post?: never;
        /**
         * Deletes a message: its author may, the owner of the group, and a moderator if it was reported.
         * @description Deletes a message: its author may, the owner of the group, and a moderator if it was reported.
         */
        delete: operations["deleteMessage"];
        options?: never;
        head?: never;
        /**
         * Changes the text and the custom data of one's own message.
         * @description Changes the text and the custom data of one's own message. The text may become empty if the message has files. A server-side key changes the custom data of any message.
         */
        patch: operations["editMessage"];
        trace?: never;
    };
    "/v1/{realm}/messages/{id}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Closes a poll: it takes no more votes.
         * @description Closes a poll: it takes no more votes. Its author may, and the owner and the admins of the group. Repeating changes nothing.
         */
        post: operations["closePoll"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{realm}/messages/{id}/reactions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists who reacts to a message and with what, by emoji and then by user.
         * @description Lists who reacts to a message and with what, by emoji and then by user.
         */
        get: operations["listReactions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{realm}/messages/{id}/reactions/{emoji}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Reacts to a message.
         * @description Reacts to a message. Repeating a reaction changes nothing. A message has at most 20 different ones.
         */
        put: operations["addReaction"];
        post?: never;
        /**
         * Takes a reaction of the caller's own back, if there is one.
         * @description Takes a reaction of the caller's own back, if there is one.
         */
        delete: operations["removeReaction"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{realm}/messages/{id}/readers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists who has read a message, besides its author.
         * @description Lists who has read a message, besides its author.
         */
        get: operations["listReaders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{realm}/messages/{id}/report": {
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
         * @description Reports a message to the moderators. While a report of the caller waits, another one adds none.
         */
        post: operations["reportMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{realm}/messages/{id}/vote": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Votes in a poll.
         * @description Votes in a poll. The options replace those that the caller chose before; without any the vote is taken back.
         */
        put: operations["vote"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{realm}/messages/{id}/voters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists who voted in a poll, by user id.
         * @description Lists who voted in a poll, by user id. 403 `anonymous_poll` if the poll does not show it.
         */
        get: operations["listVoters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{realm}/password-resets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sends an e-mail with a link that sets a new password, which is valid for an hour.
         * @description Sends an e-mail with a link that sets a new password, which is valid for an hour.
         *
         *     The answer is the same for known and unknown addresses. A person gets at most one such e-mail in five
         *     minutes. Requests count as failed log-ins (`LOGIN_LIMIT`).
         */
        post: operations["requestPasswordReset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{realm}/password-resets/complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sets a new password by a link, and ends all log-ins of its person.
         * @description Sets a new password by a link, and ends all log-ins of its person.
         *
         *     Links that do not work count as failed log-ins (`LOGIN_LIMIT`).
         */
        post: operations["resetPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{realm}/policy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Shows what the realm allows.
         * @description Shows what the realm allows. Needs no authentication.
         */
        get: operations["getPolicy"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{realm}/push/key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Returns the public key of the server.
         * @description Returns the public key of the server.
         */
        get: operations["getPushKey"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{realm}/push/subscriptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists the push subscriptions of the caller's devices in the realm.
         * @description Lists the push subscriptions of the caller's devices in the realm.
         */
        get: operations["listPushSubscriptions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{realm}/push/subscriptions/{device_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Stores the push subscription of a device, or replaces it, and one with the same endpoint.
         * @description Stores the push subscription of a device, or replaces it, and one with the same endpoint.
         *
         *     Notifications are in the language of this request. The subscription ends with the log-in of this
         *     request, and a user keeps the newest 20.
         */
        put: operations["putPushSubscription"];
        post?: never;
        /**
         * Removes the push subscription of a device, if the caller has one.
         * @description Removes the push subscription of a device, if the caller has one.
         */
        delete: operations["deletePushSubscription"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{realm}/scheduled": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists the caller's scheduled messages in all chats of the realm: those that wait, and those that failed.
         * @description Lists the caller's scheduled messages in all chats of the realm: those that wait, and those that failed.
         */
        get: operations["listScheduled"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{realm}/scheduled/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Cancels a scheduled message of the caller's.
         * @description Cancels a scheduled message of the caller's.
         */
        delete: operations["cancelScheduled"];
        options?: never;
        head?: never;
        /**
         * Changes the text or the time of a scheduled message of the caller's.
         * @description Changes the text or the time of a scheduled message of the caller's. One that has failed waits again.
         */
        patch: operations["changeScheduled"];
        trace?: never;
    };
    "/v1/{realm}/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Finds messages by their words, the newest first, in the chats that the caller may see.
         * @description Finds messages by their words, the newest first, in the chats that the caller may see.
         *
         *     A word is found by its beginning and by its stem in Russian and English, without regard to case and
         *     accents; several words must all be in the message. A request examines a bounded number of messages:
         *     a page may be short, or empty, although there are more; then it has a `next_cursor`.
         */
        get: operations["searchMessages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{realm}/server": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Shows what this server can do, so that pages offer nothing else.
         * @description Shows what this server can do, so that pages offer nothing else. Needs no log-in.
         */
        get: operations["getServer"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{realm}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Signs in with e-mail address and password, where the realm has accounts.
         * @description Signs in with e-mail address and password, where the realm has accounts.
         *
         *     The answer has the tokens. With `cookie: true` it is 204 and sets them as HttpOnly cookies, for pages of
         *     this server. An unknown e-mail address and a wrong password get the same answer in the same time. After too
         *     many failures from one client address (`LOGIN_LIMIT`) the answer is 429 for a while.
         */
        post: operations["logInWithPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{realm}/sessions/current": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Signs out: the tokens of this log-in become invalid on every replica, and its streams end.
         * @description Signs out: the tokens of this log-in become invalid on every replica, and its streams end.
         */
        delete: operations["logOutHere"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{realm}/sessions/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Exchanges a refresh token for new tokens.
         * @description Exchanges a refresh token for new tokens. It works once; using it again ends the log-in.
         *
         *     Without `refresh_token` the refresh cookie counts, and the answer is 204 with new cookies.
         */
        post: operations["refreshTokens"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{realm}/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Issues a token for the client of a person.
         * @description Issues a token for the client of a person. It ends with the key. For server-side keys.
         */
        post: operations["issueToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{realm}/unsubscribe": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Shows a page that asks whether to switch e-mails off.
         * @description Shows a page that asks whether to switch e-mails off.
         *
         *     It changes nothing: programs that check mail follow links. The page is in the language that
         *     `Accept-Language` prefers.
         */
        get: operations["showUnsubscribe"];
        put?: never;
        /**
         * Switches e-mails to the receiver of an e-mail off, as [RFC 8058](https://www.rfc-editor.org/rfc/rfc8058) describes it.
         * @description Switches e-mails to the receiver of an e-mail off, as [RFC 8058](https://www.rfc-editor.org/rfc/rfc8058) describes it.
         *
         *     It needs no log-in and no body; the token of the link permits this and nothing else. `PATCH /me`
         *     switches them on again.
         */
        post: operations["unsubscribe"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{realm}/uploads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begins a resumable upload of at most 500 MiB; 25 MiB in a realm of images.
         * @description Begins a resumable upload of at most 500 MiB; 25 MiB in a realm of images.
         *
         *     The upload counts as a whole against the caller's storage. It expires a day after its beginning. What
         *     `POST /attachments` refuses is refused, as soon as the content shows it.
         */
        post: operations["beginUpload"];
        delete?: never;
        /**
         * Tells what of tus the server supports.
         * @description Tells what of tus the server supports. Needs no authentication.
         */
        options: operations["discoverUploads"];
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{realm}/uploads/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Continues or ends an upload where neither PATCH nor DELETE is possible: the same request with the method POST, and with `X-HTTP-Method-Override`.
         * @description Continues or ends an upload where neither PATCH nor DELETE is possible: the same request with the method POST, and with `X-HTTP-Method-Override`.
         */
        post: operations["overrideUploadMethod"];
        /**
         * Ends an upload and removes what is received.
         * @description Ends an upload and removes what is received. The file of a finished upload stays.
         */
        delete: operations["endUpload"];
        /**
         * Tells what of tus the server supports, at the path of an upload.
         * @description Tells what of tus the server supports, at the path of an upload. Needs no authentication.
         */
        options: operations["discoverUpload"];
        /**
         * Shows how much of an upload of the caller's is received.
         * @description Shows how much of an upload of the caller's is received.
         */
        head: operations["getUpload"];
        /**
         * Receives the next bytes of an upload.
         * @description Receives the next bytes of an upload. What has arrived stays, also if the request fails.
         *
         *     The answer to the last bytes has `Attachment-Id`. An upload whose content is refused is removed.
         */
        patch: operations["continueUpload"];
        trace?: never;
    };
    "/v1/{realm}/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists the people whom the caller may write to, or those found by `q`.
         * @description Lists the people whom the caller may write to, or those found by `q`. A page may be short, or empty, although there are more: then it has a `next_cursor`.
         *
         *     With `ids`: the people of these ids whom the caller may write to, and those who are or were in a chat that the
         *     caller sees, also if they were removed, deactivated or erased since.
         */
        get: operations["listUsers"];
        /**
         * Creates or updates up to 1,000 people: all, or none if one is refused.
         * @description Creates or updates up to 1,000 people: all, or none if one is refused. For server-side keys.
         */
        put: operations["putUsers"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{realm}/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Shows a person.
         * @description Shows a person. The caller may write to this person, or sees a chat in which the person is or was.
         */
        get: operations["getUser"];
        /**
         * Creates or updates a person.
         * @description Creates or updates a person. For server-side keys.
         */
        put: operations["putUser"];
        post?: never;
        /**
         * Deactivates a person and ends their log-ins and streams.
         * @description Deactivates a person and ends their log-ins and streams. Their messages stay. `PUT` reactivates them. For server-side keys.
         */
        delete: operations["deactivateManagedUser"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{realm}/users/{id}/block": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Blocks a person, who can then write to the caller in no private chat.
         * @description Blocks a person, who can then write to the caller in no private chat.
         */
        put: operations["blockUser"];
        post?: never;
        /**
         * Unblocks a person.
         * @description Unblocks a person.
         */
        delete: operations["unblockUser"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{realm}/users/{id}/deactivate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Deactivates a person.
         * @description Deactivates a person. For admins.
         *
         *     Their log-ins and streams end on every replica, they can neither sign in nor be found nor written to,
         *     and they get no notifications. Their messages and memberships stay. Repeating it changes nothing. 403
         *     `not_an_admin` also if the person belongs to other applications that the admin does not belong to.
         */
        post: operations["deactivateUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{realm}/users/{id}/password-reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Makes a link that sets a new password of a person, which is valid for a day.
         * @description Makes a link that sets a new password of a person, which is valid for a day. For admins, who hand it over.
         *
         *     403 `not_an_admin` also if the person belongs to other applications that the admin does not belong to.
         */
        post: operations["addPasswordLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{realm}/users/{id}/reactivate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reactivates a person, who can sign in again with their password.
         * @description Reactivates a person, who can sign in again with their password. For admins.
         *
         *     Repeating it changes nothing. 403 `not_an_admin` also if the person belonged to other applications that
         *     the admin does not belong to.
         */
        post: operations["reactivateUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{realm}/users/{id}/role": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Changes a person's role.
         * @description Changes a person's role. For admins.
         *
         *     Their streams end on every replica, and what they request next has the new role. Chats and lessons of
         *     the past stay as they are. A person with scheduled lessons keeps the role: 409 `role_in_use`. 403
         *     `not_an_admin` also if the person belongs to other applications that the admin does not belong to.
         */
        put: operations["changeUserRole"];
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
        /** @description The acceptance of an invitation. */
        AcceptInvitation: {
            /** @description 1 to 200 characters. */
            name: string;
            /** @description At least 8 characters, at most 1,024 bytes. */
            password: string;
            /** @description The token of the link. */
            token: string;
        };
        /** @description A page of accesses. */
        AccessList: {
            /** @description The newest first. */
            accesses: components["schemas"]["DeskAccess"][];
            /** @description Null at the end of the list. */
            next_cursor: string | null;
        };
        /** @description The caller. */
        Account: components["schemas"]["User"] & {
            /** @description The e-mail address. */
            email: string | null;
            /**
             * @description The language of names and of what the server sends: `ru` or `en`.
             * @example en
             */
            language: string;
            notifications: components["schemas"]["Notifications"];
        };
        /** @description The body of `PATCH /me`. What is absent stays. */
        AccountChanges: {
            /**
             * Format: int64
             * @description A picture that the caller uploaded. Null: none.
             */
            avatar_id?: number | null;
            /** @description Not null. */
            language?: components["schemas"]["LanguageTag"];
            /** @description 1 to 200 characters, not null. */
            name?: string;
            notifications?: components["schemas"]["NotificationChanges"] | null;
        };
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
        /** @description A chat as the caller sees it. */
        Chat: {
            /** @description The path of the picture. */
            avatar_url: string | null;
            created_at: components["schemas"]["Time"];
            /** @description What the application keeps with it. */
            custom: {
                [key: string]: unknown;
            };
            /**
             * Format: int64
             * @example 40
             */
            id: number;
            last_message: components["schemas"]["Message"] | null;
            listing: components["schemas"]["Listing"] | null;
            me: components["schemas"]["Me"];
            /**
             * Format: int64
             * @example 2
             */
            member_count: number;
            /**
             * @description Both members of a private chat or of one about a listing. Null for a group: `GET /chats/{id}/members`
             *     lists them.
             */
            members: components["schemas"]["Member"][] | null;
            /** @description In the order in which they were pinned; at most 50. */
            pins: components["schemas"]["Pin"][];
            /** @description The title of a group. */
            title: string | null;
            type: components["schemas"]["ChatType"];
            /**
             * Format: int64
             * @description Messages of others, not deleted, that the caller has not read.
             * @example 3
             */
            unread_count: number;
            /**
             * Format: int64
             * @description Those of them that mention the caller.
             * @example 0
             */
            unread_mention_count: number;
            /**
             * Format: uuid
             * @description The id that it has in contracts whose ids are UUIDs.
             */
            uuid: string;
        };
        /** @description The body of `PATCH /chats/{id}`. What is absent stays. */
        ChatChange: {
            /**
             * Format: int64
             * @description A picture that the caller uploaded. Null: none.
             */
            avatar_id?: number | null;
            /**
             * @description A merge patch of what the application keeps with the chat. Null: nothing. The same limits hold as for a new
             *     chat, for the patch and for what it leaves.
             */
            custom?: {
                [key: string]: unknown;
            } | null;
            /** @description 1 to 200 characters, not null. */
            title?: string;
        };
        /** @description `data` of `chat`: new to the caller, or changed. */
        ChatEvent: {
            /**
             * Format: int64
             * @description The position of the last event that the chat reflects.
             */
            as_of: number;
            /** @description When it happened. */
            at: components["schemas"]["Time"];
            chat: components["schemas"]["Chat"];
            /**
             * Format: int64
             * @description The position of this event in the log.
             */
            position: number;
            /** @description The people whom the last message and the pins name, each once. */
            users: components["schemas"]["User"][];
        };
        /** @description A page of chats. */
        ChatList: {
            chats: components["schemas"]["Chat"][];
            /** @description The `cursor` of the next page. Null on the last page. */
            next_cursor: string | null;
            /** @description The people whom the last messages and the pins name, each once: see `MessagePage`. */
            users: components["schemas"]["User"][];
        };
        /** @description `data` of `chat_removed`. */
        ChatRemovedEvent: {
            /** @description When it happened. */
            at: components["schemas"]["Time"];
            /** Format: int64 */
            chat_id: number;
            /**
             * Format: int64
             * @description The position of this event in the log.
             */
            position: number;
        };
        /** @description The body of `PATCH /chats/{id}/me`. What is absent stays, null gives back the default. */
        ChatSettings: {
            archived?: boolean | null;
            /** @description Whether the caller wants no notifications: `true` alone without an end, `false` ends it. */
            muted?: boolean | null;
            /**
             * Format: date-time
             * @description Until when the caller wants no notifications. Null, and a time in the past: not muted.
             */
            muted_until?: string | null;
            /** @description A user can pin 100 chats. */
            pinned?: boolean | null;
        };
        /**
         * @description The kind of a chat.
         * @enum {string}
         */
        ChatType: "private" | "group" | "listing";
        /** @description The figures of a day. */
        DayFigures: {
            /**
             * Format: int64
             * @description Chats in which a message was sent.
             */
            active_chats: number;
            /**
             * Format: int64
             * @description Answers of teachers or sellers to messages that waited.
             */
            answers: number;
            /**
             * Format: date
             * @example 2026-11-01
             */
            day: string;
            /**
             * Format: int64
             * @description Messages that were sent; those that were deleted since count too.
             */
            messages: number;
            /**
             * Format: double
             * @description How long the message waited in half of the cases, in seconds. Null without answers.
             */
            response_median_seconds: number | null;
            /**
             * Format: double
             * @description The same in nine of ten cases.
             */
            response_p90_seconds: number | null;
        };
        /**
         * @description A decision on a report.
         * @enum {string}
         */
        Decision: "dismiss" | "delete_message" | "ban_author";
        /**
         * @description An access to a chat by a reader who is not its member. The same reader, action and chat or file are recorded once
         *     a day (UTC).
         */
        DeskAccess: {
            /**
             * @description How: `listed`, `reviewed` (reports), `followed` (a stream), `searched`, `opened` (only the reason was
             *     said), `read`, `previewed`, `downloaded` or `exported`. Clients have to expect further ones.
             * @example read
             */
            action: string;
            /**
             * @description The address of the client.
             * @example 203.0.113.7
             */
            address: string;
            at: components["schemas"]["Time"];
            /**
             * Format: int64
             * @description The downloaded file.
             */
            attachment_id: number | null;
            chat: components["schemas"]["DeskChat"] | null;
            /**
             * Format: int64
             * @description Its position in the log.
             */
            id: number;
            reader: components["schemas"]["DeskPerson"] | null;
            /** @description Why, in the reader's words. */
            reason: string | null;
            /** @example GET /v1/school/chats/{id}/messages */
            route: string;
            /** @description The name of the API key through which it happened. */
            via_key: string | null;
        };
        /** @description A chat at the desk. */
        DeskChat: {
            created_at: components["schemas"]["Time"];
            /**
             * Format: int64
             * @example 40
             */
            id: number;
            listing: components["schemas"]["Listing"] | null;
            /** @description Present and former members, at most 100. */
            members: components["schemas"]["DeskMember"][];
            /** @description The title of a group. */
            title: string | null;
            type: components["schemas"]["ChatType"];
        };
        /** @description A present or former member of a chat at the desk. */
        DeskMember: components["schemas"]["DeskPerson"] & {
            /** @description Whether the person is not in the chat any more. */
            left: boolean;
            /**
             * @description The role in the chat, such as `teacher`, `student`, `seller`, `buyer`, `owner`, `admin`.
             * @example student
             */
            member_role: string;
        };
        /** @description A person at the desk. */
        DeskPerson: {
            /**
             * Format: int64
             * @example 7
             */
            id: number;
            /**
             * @description Null if the user was deleted or erased.
             * @example Анна Соколова
             */
            name: string | null;
            role: components["schemas"]["Role"] | null;
        };
        /** @description A report of a message. */
        DeskReport: {
            /** @description Whether the author may not write in this realm. */
            author_is_banned: boolean;
            chat: components["schemas"]["DeskChat"];
            created_at: components["schemas"]["Time"];
            /**
             * Format: int64
             * @example 1234
             */
            id: number;
            message: components["schemas"]["ReportedMessage"];
            /**
             * Format: int64
             * @description Open reports of the same message besides this one, at most 100 of them.
             */
            other_reports: number;
            /** @description In the reporter's own words. Empty if the reporter was erased. */
            reason: string;
            reporter: components["schemas"]["DeskPerson"] | null;
            resolution: components["schemas"]["Resolution"] | null;
            resolved_at: components["schemas"]["Time"] | null;
            resolved_by: components["schemas"]["DeskPerson"] | null;
            state: components["schemas"]["ReportState"];
        };
        /** @description A page of reports. */
        DeskReportList: {
            /** @description The `cursor` of the next page. Null on the last page. */
            next_cursor: string | null;
            reports: components["schemas"]["DeskReport"][];
        };
        /** @description A message that is not sent yet. */
        Draft: {
            /** Format: int64 */
            reply_to_id: number | null;
            text: string;
        };
        /** @description The body of `PUT /chats/{id}/draft`. */
        DraftChange: {
            /**
             * Format: int64
             * @description A message of the same chat.
             */
            reply_to_id?: number | null;
            /** @description At most 10,000 characters. Empty, or only white space: there is no draft. */
            text: string;
        };
        /**
         * @description `data` of `draft`: the caller saved a draft on one of their devices. The frame has no id and cannot be
         *     resumed. No frame says that a message of the caller ended the draft.
         */
        DraftEvent: {
            /** Format: int64 */
            chat_id: number;
            draft: components["schemas"]["Draft"] | null;
        };
        /** @description The body of `PATCH /messages/{id}`. What is absent stays. */
        Edit: {
            /**
             * @description A merge patch of what the application keeps with the message. Null: nothing. The same limits hold as for
             *     a new message, for the patch and for what it leaves.
             */
            custom?: {
                [key: string]: unknown;
            } | null;
            /** @description As of a new message, not null. */
            text?: string;
        };
        /** @description What erasing a user would erase, and how far it is. */
        Erasure: {
            counts: components["schemas"]["ErasureCounts"];
            email: string | null;
            finished_at: components["schemas"]["Time"] | null;
            request: components["schemas"]["ErasureRequest"] | null;
            state: components["schemas"]["ErasureState"];
            user: components["schemas"]["DeskPerson"];
        };
        /** @description What there is of a user in all realms. */
        ErasureCounts: {
            /**
             * Format: int64
             * @description Chats that the user is in.
             */
            chats: number;
            /** Format: int64 */
            file_bytes: number;
            /** Format: int64 */
            files: number;
            /**
             * Format: int64
             * @description Messages that were sent.
             */
            messages: number;
            /**
             * Format: int64
             * @description Texts that would be erased: messages, their former texts, reports and titles.
             */
            texts: number;
        };
        /** @description A page of the erasures that were asked for, the newest first. */
        ErasureList: {
            erasures: components["schemas"]["ListedErasure"][];
            /** @description The `cursor` of the next page. Null on the last page. */
            next_cursor: string | null;
        };
        /** @description Who asked for an erasure. */
        ErasureRequest: {
            requested_at: components["schemas"]["Time"];
            requested_by: components["schemas"]["DeskPerson"];
        };
        /**
         * @description How far an erasure is.
         * @enum {string}
         */
        ErasureState: "none" | "requested" | "running" | "done";
        /**
         * Format: binary
         * @description The bytes of a file.
         */
        FileContent: string;
        /**
         * @description The files that messages may have.
         * @enum {string}
         */
        Files: "all" | "images" | "none";
        /** @description The message that another one forwards. */
        Forwarded: {
            /** Format: int64 */
            author_id: number | null;
            /** Format: int64 */
            chat_id: number;
            /** Format: int64 */
            message_id: number;
        };
        /** @description A person in a list of people. */
        FoundUser: components["schemas"]["User"] & {
            /** @description With `deactivated=true` alone. */
            deactivated_at?: components["schemas"]["Time"];
            /** @description With `deactivated=true` alone: the e-mail address. */
            email?: string;
        };
        /** @description A page of a list of people. */
        FoundUserList: {
            /** @description The `cursor` of the next page. Null on the last page. */
            next_cursor: string | null;
            users: components["schemas"]["FoundUser"][];
        };
        /** @description A found word, in UTF-16 code units of the text. */
        Highlight: {
            /**
             * @description Exclusive.
             * @example 9
             */
            end: number;
            /** @example 3 */
            start: number;
        };
        /** @description A found message. */
        Hit: {
            chat: components["schemas"]["HitChat"];
            /** @description Each found word in `text`. */
            highlights: components["schemas"]["Highlight"][];
            message: components["schemas"]["Message"];
        };
        /** @description The chat of a found message. */
        HitChat: {
            /**
             * Format: int64
             * @example 40
             */
            id: number;
            /** @description The title of a group. */
            title: string | null;
        };
        /** @description A page of found messages. */
        HitList: {
            /** @description The newest first. */
            hits: components["schemas"]["Hit"][];
            /** @description The `cursor` of the next page. Null on the last page. */
            next_cursor: string | null;
            /** @description The people whom the messages name, each once: see `MessagePage`. */
            users: components["schemas"]["User"][];
        };
        /** @description An invitation that was not accepted yet. */
        Invitation: {
            created_at: components["schemas"]["Time"];
            email: string;
            expires_at: components["schemas"]["Time"];
            /** Format: uuid */
            id: string;
            role: components["schemas"]["Role"];
            /** @description The token of the link: only in the answer to its creation, else null. */
            token: string | null;
            /** @description The link, with the token. Null without it, and if `PUBLIC_URL` is not configured. */
            url: string | null;
        };
        /** @description Open invitations, the newest first. */
        InvitationList: {
            invitations: components["schemas"]["Invitation"][];
            /** @description Null on the last page. */
            next_cursor: string | null;
        };
        /** @description The token of an invitation's link. */
        InvitationToken: {
            token: string;
        };
        /**
         * @description A role that an invitation may give.
         * @enum {string}
         */
        InvitedAs: "student" | "teacher" | "admin" | "member" | "moderator";
        /**
         * @description A language of the server.
         * @enum {string}
         */
        LanguageTag: "en" | "ru";
        /** @description A link in the text of a message. */
        Link: {
            /** @example example.org */
            host: string;
            /**
             * @description As it was written.
             * @example https://example.org/lesson
             */
            url: string;
        };
        /** @description An erasure that was asked for. */
        ListedErasure: {
            finished_at: components["schemas"]["Time"] | null;
            requested_at: components["schemas"]["Time"];
            requested_by: components["schemas"]["DeskPerson"];
            state: components["schemas"]["ErasureState"];
            user: components["schemas"]["DeskPerson"];
        };
        /** @description An item of the body of `PUT /users`. */
        ListedUser: {
            /** @description An `https` address of at most 2,000 characters. Null: none. */
            avatar_url?: string | null;
            /** @description Null: none. */
            email?: string | null;
            /** @description 1 to 255 characters. */
            external_id: string;
            /** @description 1 to 200 characters. */
            name: string;
            role?: components["schemas"]["ManagedRole"] | null;
        };
        /** @description A listing. */
        Listing: {
            /** Format: int64 */
            id: number;
            /**
             * Format: int64
             * @description The user id of the seller. Null if the chat has no seller any more.
             */
            seller_id: number | null;
            title: string | null;
        };
        /** @description A text of a policy in the languages of this server. */
        LocalizedText: {
            /** @description In English. */
            en: string;
            /** @description In Russian. */
            ru: string;
        };
        /**
         * @description A role that keys may give; another one is 403.
         * @enum {string}
         */
        ManagedRole: "student" | "teacher" | "member";
        /** @description The body of `PUT /users/{external_id}`. What is absent stays. */
        ManagedUser: {
            /** @description An `https` address of at most 2,000 characters. Null: none. */
            avatar_url?: string | null;
            /** @description Null: none. */
            email?: string | null;
            /** @description 1 to 200 characters. */
            name: string;
            role?: components["schemas"]["ManagedRole"] | null;
        };
        /** @description The body of `POST /chats/{id}/read`. */
        MarkRead: {
            /**
             * Format: int64
             * @description The last message that is marked read. By default the newest.
             */
            up_to_id?: number | null;
        };
        /** @description The body of `POST /chats/{id}/unread`. */
        MarkUnread: {
            /**
             * Format: int64
             * @description The first message that is unread then.
             */
            from_id: number;
        };
        /** @description The caller's own part of a chat. */
        Me: {
            /** @description Whether only `filter=archived` lists it. A message that mentions the caller ends it. */
            archived: boolean;
            /** @description What the server allows the caller here now. */
            can: components["schemas"]["Permission"][];
            draft: components["schemas"]["Draft"] | null;
            /**
             * Format: int64
             * @description The newest message that the caller has read, 0 if none; lower than what others see while the caller has marked
             *     the chat unread.
             * @example 809
             */
            last_read_id: number;
            /** @description Whether the caller wants no notifications. */
            muted: boolean;
            muted_until: components["schemas"]["Time"] | null;
            /** @description Whether it precedes the other chats in the caller's list. */
            pinned: boolean;
            role: components["schemas"]["MemberRole"] | null;
        };
        /** @description A member of a chat. */
        Member: {
            joined_at: components["schemas"]["Time"];
            /**
             * Format: int64
             * @description The newest message that the member has read, 0 if none.
             * @example 812
             */
            last_read_id: number;
            role: components["schemas"]["MemberRole"];
            user: components["schemas"]["User"];
        };
        /** @description `data` of `member`. */
        MemberEvent: {
            /** @description When it happened. */
            at: components["schemas"]["Time"];
            /** Format: int64 */
            chat_id: number;
            /** @description As they are now. */
            member: components["schemas"]["Member"];
            /**
             * Format: int64
             * @example 3
             */
            member_count: number;
            /**
             * Format: int64
             * @description The position of this event in the log.
             */
            position: number;
        };
        /** @description A page of the members of a chat. */
        MemberList: {
            /** @description The owner, then the admins, then the others, each by when they joined. */
            members: components["schemas"]["Member"][];
            /** @description The `cursor` of the next page. Null on the last page. */
            next_cursor: string | null;
        };
        /** @description `data` of `member_removed`: they left, or were removed. */
        MemberRemovedEvent: {
            /** @description When it happened. */
            at: components["schemas"]["Time"];
            /** Format: int64 */
            chat_id: number;
            /**
             * Format: int64
             * @example 2
             */
            member_count: number;
            /**
             * Format: int64
             * @description The position of this event in the log.
             */
            position: number;
            /** Format: int64 */
            user_id: number;
        };
        /**
         * @description The role of a member.
         * @enum {string}
         */
        MemberRole: "owner" | "admin" | "member";
        /**
         * @description A user whom a message mentions, and one place of that in the text. A text may name several users of one name at
         *     the same place, and one user at several.
         */
        Mention: {
            /**
             * @description Where the name ends, exclusive. Null as `start`.
             * @example 5
             */
            end: number | null;
            /**
             * @description Where the `@` stands, in UTF-16 code units of `text`. Null if the user stands nowhere in the text.
             * @example 0
             */
            start: number | null;
            /**
             * Format: int64
             * @example 6
             */
            user_id: number;
        };
        /** @description A message. A deleted one keeps its place, without text, files, reactions, poll and custom data. */
        Message: {
            attachments: components["schemas"]["Attachment"][];
            /**
             * Format: int64
             * @description Null for a system message.
             * @example 7
             */
            author_id: number | null;
            /**
             * Format: int64
             * @example 40
             */
            chat_id: number;
            /**
             * Format: uuid
             * @description The id that the author's client gave it. Null for others.
             */
            client_id: string | null;
            created_at: components["schemas"]["Time"];
            /** @description What the application keeps with it. Empty if it is deleted. */
            custom: {
                [key: string]: unknown;
            };
            deleted_at: components["schemas"]["Time"] | null;
            edited_at: components["schemas"]["Time"] | null;
            forwarded_from: components["schemas"]["Forwarded"] | null;
            /**
             * Format: int64
             * @example 813
             */
            id: number;
            /** @description The users whom it mentions: those whom the text names in the order of their places, then the others. */
            mentions: components["schemas"]["Mention"][];
            poll: components["schemas"]["Poll"] | null;
            /** @description In the order of their first use. */
            reactions: components["schemas"]["Reaction"][];
            reply_to: components["schemas"]["Quote"] | null;
            system: components["schemas"]["System"] | null;
            text: string;
            type: components["schemas"]["MessageType"];
            /**
             * Format: uuid
             * @description The id that it has in contracts whose ids are UUIDs.
             */
            uuid: string;
        };
        /** @description `data` of `message_deleted`. */
        MessageDeletedEvent: {
            /**
             * Format: int64
             * @description The position of the last event that the last message and the counts reflect. Null if the caller sees the
             *     chat no longer.
             */
            as_of: number | null;
            /** @description When it happened. */
            at: components["schemas"]["Time"];
            /** Format: int64 */
            chat_id: number;
            last_message: components["schemas"]["Message"] | null;
            /** Format: int64 */
            message_id: number;
            /**
             * Format: int64
             * @description The position of this event in the log.
             */
            position: number;
            /**
             * Format: int64
             * @description What the caller has not read. Null if the caller is no member.
             */
            unread_count: number | null;
            /**
             * Format: int64
             * @description Those of them that mention the caller. Null if the caller is no member.
             */
            unread_mention_count: number | null;
            /** @description The people whom the last message names, each once. */
            users: components["schemas"]["User"][];
        };
        /** @description `data` of `message` and `message_edited`. */
        MessageEvent: {
            /** @description When it happened. */
            at: components["schemas"]["Time"];
            /**
             * @description Of a `message`: whether it moves the read mark of its author, for whom the chat is read then. What was
             *     forwarded does not, nor does a system message. No `read` follows.
             */
            marks_read?: boolean;
            message: components["schemas"]["Message"];
            /**
             * Format: int64
             * @description The position of this event in the log.
             */
            position: number;
            /** @description Of a `message`: true if it was sent silently, so that clients make no sound; else absent. */
            silent?: boolean;
            /** @description The people whom the message names, each once. */
            users: components["schemas"]["User"][];
        };
        /** @description A page of a chat's messages. */
        MessagePage: {
            /** @description Whether there are messages after these. */
            has_newer: boolean;
            /** @description Whether there are messages before these. */
            has_older: boolean;
            /** @description In chronological order. */
            messages: components["schemas"]["Message"][];
            /**
             * @description The people whom the messages name, each once: the authors of messages, of quotes and of forwarded messages,
             *     mentioned people, and the people in system messages. An erased person has an empty name and the role null.
             */
            users: components["schemas"]["User"][];
        };
        /**
         * @description The kind of a message: `voice` if it has a voice note, `poll` if it is one. A deleted one is a `text`.
         * @enum {string}
         */
        MessageType: "text" | "voice" | "system" | "poll";
        /** @description The members whom a request added, or whose roles it changed. */
        NamedMembers: {
            /** @description As they are now, in the order of the list of members. */
            members: components["schemas"]["Member"][];
        };
        /** @description The body of `POST /chats`. */
        NewChat: {
            /**
             * @description What the application keeps with a new chat: at most 4,096 bytes as compact JSON, nested at most 32 deep. Of
             *     other chats than groups only a server-side key sets it. A chat that is there already keeps what it has.
             */
            custom?: {
                [key: string]: unknown;
            } | null;
            /** @description The same by external ids, after those of `user_ids`: 500 users together. */
            external_ids?: string[] | null;
            /**
             * Format: int64
             * @description The listing that the chat is about.
             */
            listing_id?: number | null;
            /**
             * @description The title of a group, or of the listing: 1 to 200 characters. That of a listing stays as it was when the
             *     chat began.
             */
            title?: string | null;
            type: components["schemas"]["NewChatType"];
            /**
             * @description Without the caller: the other user of a private chat, the seller of a listing, the members of
             *     a group. A key may name both users of a chat: of one about a listing the seller, then the buyer.
             */
            user_ids?: number[] | null;
        };
        /**
         * @description The kind of a new chat.
         * @enum {string}
         */
        NewChatType: "private" | "group" | "listing";
        /** @description What to do about a report. */
        NewDecision: {
            decision: components["schemas"]["Decision"];
        };
        /** @description The request to erase a user. */
        NewErasure: {
            /** @description The name of the user, typed to confirm; of a user without a name the id. */
            confirm_name: string;
        };
        /** @description A new guest. */
        NewGuest: {
            /** @description Whether the token becomes a cookie. */
            cookie?: boolean;
        };
        /** @description Whom to invite. */
        NewInvitation: {
            /** @example anna@school.example */
            email: string;
            role: components["schemas"]["InvitedAs"];
            /** @description Whether to send the link by e-mail too, in the language that `Accept-Language` prefers. */
            send_mail?: boolean;
        };
        /** @description The body of `POST /chats/{id}/members`. */
        NewMembers: {
            external_ids?: string[] | null;
            role?: ("owner" | "admin" | "member") | null;
            /** @description 1 to 100 users, together with `external_ids`. */
            user_ids?: number[] | null;
        };
        /**
         * @description The body of `POST /chats/{id}/messages`: a text, files, or both; a message to forward; or a
         *     poll.
         */
        NewMessage: {
            /** @description At most 10 of the caller's uploads. */
            attachment_ids?: number[] | null;
            /**
             * Format: uuid
             * @description An id that the client chooses. A request that repeats it sends no second message. The header
             *     `Idempotency-Key` is an alternative.
             */
            client_id?: string | null;
            /** @description What the application keeps with the message: at most 4,096 bytes as compact JSON, nested at most 32 deep. */
            custom?: {
                [key: string]: unknown;
            } | null;
            /**
             * Format: int64
             * @description A message that the caller may see, instead of all else: the new one has its text and files.
             */
            forward_id?: number | null;
            /** @description At most 100 members of the chat. */
            mention_ids?: number[] | null;
            /** @description A poll, instead of a text and files. */
            poll?: components["schemas"]["NewPoll"];
            /**
             * Format: int64
             * @description A message of the same chat.
             */
            reply_to_id?: number | null;
            /**
             * Format: date-time
             * @description When to send it: in the future, at most a year ahead. Not of a forward, a poll or a system message.
             */
            send_at?: string | null;
            /** @description Whether nobody is notified of the message, by a push, an e-mail or a sound. It counts as unread all the same. */
            silent?: boolean | null;
            /** @description At most 10,000 characters, and not only white space. A realm may allow fewer. */
            text?: string | null;
            type?: components["schemas"]["NewMessageType"] | null;
        };
        /**
         * @description The kind of a message to send.
         * @enum {string}
         */
        NewMessageType: "text" | "system";
        /** @description A poll to send. */
        NewPoll: {
            /** @description By default everybody who reads the poll may know who voted. */
            anonymous?: boolean | null;
            /** @description By default a voter chooses one option. */
            multiple?: boolean | null;
            /**
             * @description 2 to 10, each of at most 100 characters without a line break, none twice. With the question they have
             *     at most the characters of a text.
             */
            options: string[];
            /**
             * @description At most 300 characters, without a line break.
             * @example When do we meet?
             */
            question: string;
        };
        /** @description A push subscription of a device: the fields of `PushSubscription.toJSON()` in a browser, and a type. */
        NewPushSubscription: {
            /**
             * @description An `https` URL of a public host.
             * @example https://push.example.net/push/JzLQ3raZJfFBR0aqvOMsLrt54w4
             */
            endpoint: string;
            keys: components["schemas"]["PushKeys"];
            /**
             * @description How a device is notified.
             * @enum {string}
             */
            type: "web_push";
        };
        /** @description The role that a person gets. */
        NewRole: {
            role: components["schemas"]["InvitedAs"];
        };
        /** @description A log-in with a password. */
        NewSession: {
            /** @description Whether the tokens become cookies. */
            cookie?: boolean;
            /** @example anna@clinic.example */
            email: string;
            password: string;
        };
        /** @description The body of `POST /tokens`. */
        NewToken: {
            /**
             * Format: int32
             * @description At most a day.
             */
            ttl_seconds: number;
            /** Format: int64 */
            user_id: number;
        };
        /** @description Changes of notifications. What is absent stays, null gives back the default. */
        NotificationChanges: {
            /** @description By default true. */
            email?: boolean | null;
            /** @description By default true. */
            push?: boolean | null;
            quiet_hours?: components["schemas"]["QuietHours"] | null;
        };
        /** @description How the caller is reached while away. */
        Notifications: {
            email: boolean;
            push: boolean;
            quiet_hours: components["schemas"]["QuietHours"] | null;
        };
        /** @description A change of the caller's password. */
        PasswordChange: {
            /** @description At least 8 characters, at most 1,024 bytes. */
            new_password: string;
            /** @description The password so far. */
            old_password: string;
        };
        /** @description A link that sets a new password, once. */
        PasswordLink: {
            expires_at: components["schemas"]["Time"];
            token: string;
            /** @description The link. Null if `PUBLIC_URL` is not configured. */
            url: string | null;
        };
        /** @description A chat as it was at a time. */
        PastChat: {
            /** @description The chat, with its members of today. */
            chat: components["schemas"]["DeskChat"];
            /**
             * Format: date-time
             * @description The times of the first and the last event of the chat.
             */
            first_at: string;
            has_older: boolean;
            /** @description Whether the chat was deleted at that time. */
            is_deleted: boolean;
            /** Format: date-time */
            last_at: string;
            /** @description The newest messages of that time, in chronological order. */
            messages: components["schemas"]["PastMessage"][];
            /**
             * Format: int64
             * @description The chat's last event by then; 0 if it did not exist yet.
             */
            position: number;
            /** Format: date-time */
            time: string;
        };
        /** @description A message as it was at a time. */
        PastMessage: {
            author: components["schemas"]["DeskPerson"] | null;
            /** @description Whether it had been edited by then. */
            edited: boolean;
            /** @description The names of its files. Null: a file that was removed since. */
            files: (string | null)[];
            /** Format: int64 */
            id: number;
            /** @description Who had read it by then. Null if it is too far back in the chat to tell. */
            read_by: components["schemas"]["DeskPerson"][] | null;
            /** Format: int64 */
            reply_to: number | null;
            /** Format: date-time */
            sent_at: string;
            /** @description The text of that time. Null if it was erased since. */
            text: string | null;
        };
        /**
         * @description Something that a user may do in a chat.
         * @enum {string}
         */
        Permission: "send" | "attach" | "react" | "edit" | "delete" | "reply" | "pin" | "invite" | "remove" | "rename" | "leave" | "block" | "report";
        /** @description A message that is pinned in a chat. */
        Pin: {
            /**
             * Format: int64
             * @example 801
             */
            message_id: number;
            pinned_at: components["schemas"]["Time"];
            /**
             * Format: int64
             * @description Who pinned it. Null if it was the server itself.
             */
            pinned_by_id: number | null;
        };
        /** @description What a realm allows beyond single chats, of which `me.can` tells. */
        Policy: {
            features: components["schemas"]["PolicyFeatures"];
            /**
             * Format: int32
             * @description It grows with each addition to `/v1`.
             * @example 1
             */
            level: number;
            /**
             * @description Members of a group at most, its maker included.
             * @example 500
             */
            max_members: number;
            /**
             * @description Characters of a message at most, as Unicode counts them.
             * @example 10000
             */
            max_text: number;
            /** @description The name that people see. */
            name: components["schemas"]["LocalizedText"];
            /**
             * @description Its name in paths.
             * @example clinic
             */
            realm: string;
            /** @description The names of roles that differ from those that every realm has, by role. */
            role_names: {
                [key: string]: components["schemas"]["LocalizedText"];
            };
        };
        /** @description What people may do in a realm. */
        PolicyFeatures: {
            /** @description People sign in here with a password; elsewhere another application signs them in. */
            accounts: boolean;
            /** @description Admins read every chat and write in none. */
            admins_observe: boolean;
            blocks: boolean;
            /** @description Moderators, or admins who observe, have a desk. */
            desk: boolean;
            /** @description Drafts follow the person to other devices. */
            drafts: boolean;
            /** @description Authors change the text of their messages. */
            edits: boolean;
            /** @description The files that messages may have; `all` has voice notes too. */
            files: components["schemas"]["Files"];
            /** @description The roles that make groups; null: all. */
            group_makers: components["schemas"]["Role"][] | null;
            groups: boolean;
            /** @description People write without an account. */
            guests: boolean;
            /** @description Chats are muted and archived. */
            mutes: boolean;
            /** @description Messages are pinned in their chat, and chats in the list. */
            pins: boolean;
            /** @description People ask and vote. */
            polls: boolean;
            private_chats: components["schemas"]["PrivateChats"];
            reactions: boolean;
            /** @description Readers who are not members of a chat give a reason, once a day and chat. */
            reading_needs_reason: boolean;
            replies: boolean;
            reports: boolean;
            search: boolean;
        };
        /** @description A question with options to choose from. */
        Poll: {
            /** @description Whether the names of the voters are hidden from everybody. */
            anonymous: boolean;
            closed_at: components["schemas"]["Time"] | null;
            /** @description Whether a voter may choose several options. */
            multiple: boolean;
            options: components["schemas"]["PollOption"][];
            /** @example When do we meet? */
            question: string;
        };
        /** @description `data` of `poll`: somebody voted, or the poll was closed. */
        PollEvent: {
            /** @description When it happened. */
            at: components["schemas"]["Time"];
            /** Format: int64 */
            chat_id: number;
            /** Format: int64 */
            message_id: number;
            /** @description As it is when the event is sent. */
            poll: components["schemas"]["Poll"];
            /**
             * Format: int64
             * @description The position of this event in the log.
             */
            position: number;
        };
        /** @description An option of a poll. */
        PollOption: {
            /**
             * @description Its number, from 0.
             * @example 0
             */
            id: number;
            /** @description Whether the caller is one of them. */
            mine: boolean;
            /** @example On Friday */
            text: string;
            /**
             * Format: int64
             * @description How many chose it.
             */
            vote_count: number;
        };
        /**
         * @description `data` of `presence`. The frame has no id and cannot be resumed: a counterpart for which a new
         *     stream sends none right after `ready` is offline.
         */
        PresenceEvent: {
            last_seen: components["schemas"]["Time"] | null;
            online: boolean;
            /** Format: int64 */
            user_id: number;
        };
        /**
         * @description How private chats begin.
         * @enum {string}
         */
        PrivateChats: "with_anyone" | "by_key" | "about_listings";
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
        /**
         * @description The stable code of a refusal, the same in every application.
         *
         *     A code is never renamed. New codes may be added: clients handle an unknown one by the status.
         * @enum {string}
         */
        ProblemCode: "malformed_request" | "no_such_route" | "no_such_realm" | "method_not_allowed" | "unsupported_media_type" | "body_too_large" | "request_timeout" | "unreadable_body" | "invalid_body" | "unknown_field" | "unknown_parameter" | "invalid_path" | "invalid_query" | "invalid_limit" | "invalid_cursor" | "invalid_last_event_id" | "invalid_client_id" | "idempotency_in_progress" | "invalid_content" | "invalid_emoji" | "invalid_email" | "invalid_name" | "invalid_external_id" | "invalid_quiet_hours" | "invalid_password" | "invalid_scheduled_at" | "invalid_lesson" | "unexpected_body" | "upgrade_required" | "invalid_handshake" | "invalid_frame" | "invalid_upload" | "unsupported_tus_version" | "file_type_refused" | "picture_refused" | "not_audio" | "invalid_subscription" | "quota_reached" | "range_not_satisfiable" | "missing_token" | "invalid_token" | "token_expired" | "unknown_user" | "logged_out" | "session_expired" | "invalid_key" | "invalid_act_as" | "wrong_credentials" | "wrong_password" | "login_elsewhere" | "cross_origin" | "missing_scope" | "not_for_keys" | "key_required" | "user_beyond_key" | "anonymous_poll" | "not_an_admin" | "use_admin_chats" | "not_your_lesson" | "not_yourself" | "guest_claimed" | "invalid_chat" | "cannot_deactivate_yourself" | "cannot_erase_yourself" | "cannot_change_own_role" | "wrong_name" | "upload_not_found" | "wrong_offset" | "upload_locked" | "invalid_link" | "invitation_not_found" | "session_not_found" | "no_mail" | "lesson_not_found" | "lesson_already_booked" | "lessons_overlap" | "lesson_not_scheduled" | "email_taken" | "role_in_use" | "not_a_teacher" | "not_a_student" | "erasure_started" | "unavailable" | "internal" | "not_a_participant" | "read_only_role" | "reason_required" | "chat_not_found" | "message_not_found" | "not_the_author" | "idempotency_conflict" | "not_the_creator" | "owner_required" | "not_a_group" | "group_full" | "user_not_found" | "participant_not_found" | "reply_not_found" | "attachment_not_found" | "invalid_avatar" | "custom_too_large" | "not_a_group_admin" | "teachers_only" | "too_many_pins" | "too_many_reactions" | "not_a_poll" | "poll_closed" | "option_not_found" | "single_choice" | "poll_not_editable" | "scheduled_not_found" | "invalid_send_at" | "too_many_scheduled" | "send_at_missed" | "key_revoked" | "blocked" | "banned" | "not_in_this_realm" | "rate_limited" | "too_many_groups" | "too_many_pinned_chats" | "spam" | "cannot_block_yourself" | "not_a_moderator" | "report_not_found" | "report_settled";
        /** @description The proof that the log is intact. */
        Proof: {
            /** @description The last event. */
            head: components["schemas"]["ProofHead"];
            problem: components["schemas"]["ProofProblem"] | null;
            running: components["schemas"]["ProofRunning"] | null;
            sealed: components["schemas"]["ProofReached"] | null;
            verified: components["schemas"]["ProofReached"] | null;
        };
        /** @description The last event of the log. */
        ProofHead: {
            at: components["schemas"]["Time"] | null;
            /** Format: int64 */
            position: number;
        };
        /** @description What a check of the seals found. */
        ProofProblem: {
            found_at: components["schemas"]["Time"];
            /**
             * Format: int64
             * @description The first event or seal that is wrong.
             */
            position: number;
            /** @example this event was altered */
            text: string;
        };
        /** @description A position in the log. */
        ProofReached: {
            at: components["schemas"]["Time"];
            /** Format: int64 */
            position: number;
        };
        /** @description A check of the seals that runs. */
        ProofRunning: {
            /**
             * Format: int64
             * @description How far it goes.
             */
            of: number;
            /** Format: int64 */
            position: number;
            started_at: components["schemas"]["Time"];
        };
        /** @description The public key of the server. */
        PushKey: {
            /**
             * @description An uncompressed point on P-256 in base64url: the `applicationServerKey` (RFC 8292).
             * @example BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8
             */
            key: string;
        };
        /** @description The keys of a browser (RFC 8291), in base64url. */
        PushKeys: {
            /**
             * @description 16 bytes.
             * @example BTBZMqHH6r4Tts7J_aSIgg
             */
            auth: string;
            /**
             * @description An uncompressed point on P-256.
             * @example BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4
             */
            p256dh: string;
        };
        /** @description The push subscription of one of the caller's devices. */
        PushSubscription: {
            created_at: components["schemas"]["Time"];
            /**
             * @description What the device calls itself.
             * @example b6f1c2
             */
            device_id: string;
            /**
             * @description That of the push service.
             * @example push.example.net
             */
            host: string;
            type: components["schemas"]["PushType"];
        };
        /** @description The push subscriptions of the caller. */
        PushSubscriptionList: {
            /** @description The oldest first. */
            subscriptions: components["schemas"]["PushSubscription"][];
        };
        /**
         * @description How a device is notified.
         * @enum {string}
         */
        PushType: "web_push";
        /** @description The answer of `PUT /users`. */
        PutUsers: {
            /** @description In the order of the request. */
            users: components["schemas"]["User"][];
        };
        /** @description Hours without notifications, which may span midnight. */
        QuietHours: {
            /**
             * @description `HH:MM`.
             * @example 22:00
             */
            from: string;
            /**
             * @description A name of the IANA database.
             * @example Europe/Moscow
             */
            time_zone: string;
            /**
             * @description `HH:MM`, another time.
             * @example 07:00
             */
            to: string;
        };
        /** @description The message that another one replies to. */
        Quote: {
            /** Format: int64 */
            author_id: number | null;
            /** @description Its first 200 characters; empty if it is deleted. */
            excerpt: string;
            /** Format: int64 */
            id: number;
            /** Format: uuid */
            uuid: string;
        };
        /** @description An emoji with which users react to a message. */
        Reaction: {
            /**
             * Format: int64
             * @description Of users.
             */
            count: number;
            /** @example 👍 */
            emoji: string;
            /** @description Whether the caller is one of them. */
            mine: boolean;
        };
        /** @description `data` of `reaction`: added or removed. */
        ReactionEvent: {
            added: boolean;
            /** @description When it happened. */
            at: components["schemas"]["Time"];
            /** Format: int64 */
            chat_id: number;
            /**
             * Format: int64
             * @description The number of users who react with this emoji from then on.
             */
            count: number;
            /** @example 👍 */
            emoji: string;
            /** Format: int64 */
            message_id: number;
            /**
             * Format: int64
             * @description The position of this event in the log.
             */
            position: number;
            /**
             * Format: int64
             * @description Whose reaction it is.
             */
            user_id: number;
        };
        /** @description A page of the reactions to a message. */
        ReactionList: {
            /** @description The `cursor` of the next page. Null on the last page. */
            next_cursor: string | null;
            /** @description By emoji, and then by user. */
            reactions: components["schemas"]["UserReaction"][];
            /** @description Whose they are, each once. */
            users: components["schemas"]["User"][];
        };
        /** @description `data` of `read`. */
        ReadEvent: {
            /**
             * Format: int64
             * @description The position of the last event that the caller's own mark and both counts reflect. Null if the mark is another
             *     user's.
             */
            as_of: number | null;
            /** @description When it happened. */
            at: components["schemas"]["Time"];
            /** Format: int64 */
            chat_id: number;
            /**
             * Format: int64
             * @description The newest message that the user has read. The caller's own may be lower than before, if the caller marked the
             *     chat unread.
             */
            last_read_id: number;
            /**
             * Format: int64
             * @description The position of this event in the log.
             */
            position: number;
            /**
             * Format: int64
             * @description What the caller has not read. Null if the mark is another user's.
             */
            unread_count: number | null;
            /**
             * Format: int64
             * @description Those of them that mention the caller. Null if the mark is another user's.
             */
            unread_mention_count: number | null;
            /** Format: int64 */
            user_id: number | null;
        };
        /** @description Who has read a message. */
        Reader: {
            read_at: components["schemas"]["Time"] | null;
            /**
             * Format: int64
             * @example 7
             */
            user_id: number;
        };
        /** @description A page of those who have read a message. */
        ReaderList: {
            /** @description The `cursor` of the next page. Null on the last page. */
            next_cursor: string | null;
            readers: components["schemas"]["Reader"][];
            /** @description The people whom the page names. */
            users: components["schemas"]["User"][];
        };
        /** @description The reason for reading a chat without being its member. */
        ReasonToRead: {
            /**
             * @description 1 to 500 characters.
             * @example a complaint of the parents
             */
            reason: string;
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
        /** @description The body of `POST /messages/{id}/report`. */
        Report: {
            /** @description For the moderators: 1 to 2,000 characters. */
            reason: string;
        };
        /**
         * @description Whether a decision was taken on a report.
         * @enum {string}
         */
        ReportState: "open" | "closed";
        /** @description The message of a report. */
        ReportedMessage: {
            author: components["schemas"]["DeskPerson"] | null;
            created_at: components["schemas"]["Time"] | null;
            /** @description Whether the author has changed the text since the report: the timeline of the chat has all texts. */
            edited_since: boolean;
            /** @description The names of its files. */
            files: string[];
            /** Format: int64 */
            id: number;
            is_deleted: boolean;
            /**
             * @description The text that was reported, also if the message is deleted or has another text now. Null if it
             *     was erased.
             */
            text: string | null;
        };
        /** @description A request for an e-mail with a link that sets a new password. */
        ResetRequest: {
            /** @example anna@school.example */
            email: string;
        };
        /**
         * @description What was decided on a report.
         * @enum {string}
         */
        Resolution: "dismissed" | "message_deleted" | "user_banned";
        /**
         * @description `users.role`. The database decides, not the token.
         * @enum {string}
         */
        Role: "student" | "teacher" | "admin" | "member" | "moderator" | "guest" | "service";
        /** @description The body of `PATCH /chats/{id}/members/{user_id}`. */
        RoleChange: {
            /**
             * @description The role of a member.
             * @enum {string}
             */
            role: "owner" | "admin" | "member";
        };
        /** @description The body of `PATCH /scheduled/{id}`. What is absent stays. */
        ScheduledChange: {
            /**
             * Format: date-time
             * @description In the future, at most a year ahead, not null. One that has failed needs another one.
             */
            send_at?: string;
            /** @description As that of a message, not null. */
            text?: string;
        };
        /** @description `data` of `scheduled`: a message of the caller was scheduled, changed, sent or cancelled. */
        ScheduledEvent: {
            /** @description When it happened. */
            at: components["schemas"]["Time"];
            /**
             * Format: int64
             * @description The position of this event in the log.
             */
            position: number;
            /** @description As it is now. */
            scheduled: components["schemas"]["ScheduledMessage"];
            /** @description The people whom it names: the author of the quote. */
            users: components["schemas"]["User"][];
        };
        /** @description `data` of `scheduled_failed`: a scheduled message of the caller was refused at its time. */
        ScheduledFailedEvent: {
            /** @description When it happened. */
            at: components["schemas"]["Time"];
            /**
             * @description Why: the code with which sending it would have been refused.
             * @example blocked
             */
            code: string;
            /**
             * Format: int64
             * @description The position of this event in the log.
             */
            position: number;
            /** @description As it is now. */
            scheduled: components["schemas"]["ScheduledMessage"];
            /** @description The people whom it names: the author of the quote. */
            users: components["schemas"]["User"][];
        };
        /** @description A page of the caller's scheduled messages. */
        ScheduledList: {
            /** @description The `cursor` of the next page. Null on the last page. */
            next_cursor: string | null;
            /** @description In the order in which they were scheduled. */
            scheduled: components["schemas"]["ScheduledMessage"][];
            /** @description The people whom the page names: the authors of quotes. */
            users: components["schemas"]["User"][];
        };
        /** @description A message that is sent later. */
        ScheduledMessage: {
            attachments: components["schemas"]["Attachment"][];
            /**
             * Format: int64
             * @example 40
             */
            chat_id: number;
            /**
             * Format: int64
             * @example 815
             */
            id: number;
            reply_to: components["schemas"]["Quote"] | null;
            send_at: components["schemas"]["Time"];
            state: components["schemas"]["ScheduledState"];
            text: string;
        };
        /**
         * @description What became of a scheduled message: it waits, or was refused at its time, until a change lets it wait again. One
         *     that was sent or cancelled is in events alone.
         * @enum {string}
         */
        ScheduledState: "waiting" | "failed" | "sent" | "cancelled";
        /** @description A file or a link of a message. */
        SentFile: {
            attachment: components["schemas"]["Attachment"] | null;
            /**
             * Format: int64
             * @description Null if no user wrote the message.
             */
            author_id: number | null;
            /** @description When the message was sent. */
            created_at: components["schemas"]["Time"];
            link: components["schemas"]["Link"] | null;
            /**
             * Format: int64
             * @example 813
             */
            message_id: number;
        };
        /** @description A page of the files and links of a chat. */
        SentFileList: {
            /** @description Those of the newest message first; of one message its files and then its links, in their order. */
            files: components["schemas"]["SentFile"][];
            /** @description The `cursor` of the next page. Null on the last page. */
            next_cursor: string | null;
            /** @description Who wrote the messages, each once. */
            users: components["schemas"]["User"][];
        };
        /** @description The answer to a new message: the message, or with `send_at` the scheduled one. */
        SentOrScheduled: components["schemas"]["Message"] | components["schemas"]["ScheduledMessage"];
        /** @description What this server can do. */
        Server: {
            /** @description Whether people sign in here with a password. */
            accounts: boolean;
            /** @description Whether it sends e-mails. */
            mail: boolean;
        };
        /** @description A log-in of the caller that lasts. */
        Session: {
            /**
             * @description The client's address when its tokens were last refreshed.
             * @example 203.0.113.7
             */
            address: string;
            created_at: components["schemas"]["Time"];
            /** @description Whether this request is of this log-in. */
            current: boolean;
            /**
             * @description What the client called itself (`User-Agent`); may be empty.
             * @example Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0
             */
            device: string;
            /** Format: uuid */
            id: string;
            /** @description When its tokens were last refreshed: clients do this every 12 hours. */
            last_used_at: components["schemas"]["Time"];
        };
        /** @description The newest 100 log-ins of the caller. */
        SessionList: {
            sessions: components["schemas"]["Session"][];
        };
        /** @description The exchange of a refresh token. */
        SessionRefresh: {
            /** @description Whether the new tokens become cookies. Without `refresh_token` they do. */
            cookie?: boolean;
            /** @description Absent: that of the cookie. */
            refresh_token?: string;
        };
        /** @description The tokens of a log-in, or of a guest. */
        SessionTokens: {
            /** @description Authenticates requests: `Authorization: Bearer`. */
            access_token: string;
            expires_at: components["schemas"]["Time"];
            refresh_expires_at: components["schemas"]["Time"] | null;
            /** @description Exchanged once for new tokens. Null for a guest, whose token is renewed when it is used. */
            refresh_token: string | null;
        };
        /** @description A new password. */
        SetPassword: {
            /** @description At least 8 characters, at most 1,024 bytes. */
            password: string;
            /** @description The token of the link. */
            token: string;
        };
        /** @description An invitation, as its link shows it. */
        ShownInvitation: {
            email: string;
            expires_at: components["schemas"]["Time"];
            /** @description The name of the user who invited. Null if it was an operator, or the user was deleted. */
            invited_by: string | null;
            role: components["schemas"]["Role"];
        };
        /** @description Figures by day. */
        Statistics: {
            /** @description They are counted again after half a minute. */
            computed_at: components["schemas"]["Time"];
            /** @description Every day of the range. */
            days: components["schemas"]["DayFigures"][];
            /** Format: date */
            from: string;
            time_zone: string;
            /** Format: date */
            to: string;
            totals: components["schemas"]["TotalFigures"];
        };
        /** @description What a system message tells of. Its `text` says it in the caller's language. */
        System: {
            /**
             * Format: int64
             * @description Who did it. Null if it was the server itself.
             * @example 7
             */
            actor_id: number | null;
            kind: components["schemas"]["SystemKind"];
            /**
             * @description Who was added or removed, or has left.
             * @example [
             *       8,
             *       9
             *     ]
             */
            user_ids: number[];
        };
        /**
         * @description What happened; `notice`: a server-side key tells of something else.
         * @enum {string}
         */
        SystemKind: "group_created" | "group_renamed" | "members_added" | "member_removed" | "member_left" | "notice";
        /** Format: date-time */
        Time: string;
        /** @description An event of a chat. */
        TimelineEntry: {
            actor: components["schemas"]["DeskPerson"] | null;
            /** Format: date-time */
            at: string;
            /**
             * @description What the actor did, without the actor's name: in English, for clients that have no words for the kind.
             * @example edited message 57
             */
            description: string;
            /** @description Other values of the event, by their names in the log, such as `emoji`, `role` and `resolution`. */
            details: {
                [key: string]: unknown;
            };
            /** @description The names of the files of a message. Null: a file that was removed. */
            files: (string | null)[];
            /**
             * @description The kind of the event. `x-kinds` lists those of this version.
             * @example message_sent
             */
            kind: string;
            /**
             * Format: int64
             * @description The message that it is, or that it concerns.
             */
            message_id: number | null;
            /** @description The members of the created or restored chat. */
            participants: components["schemas"]["TimelineParticipant"][];
            /**
             * Format: int64
             * @description In the log.
             */
            position: number;
            /** Format: int64 */
            reply_to: number | null;
            state: components["schemas"]["TimelineTextState"] | null;
            /**
             * @description The text of the message, the edit or the report; of a deletion the text that it removed. Null if
             *     there is none, or it was erased.
             */
            text: string | null;
            user: components["schemas"]["DeskPerson"] | null;
            /** @description The name of the API key through which it was caused. */
            via_key: string | null;
        };
        /** @description A page of a chat's events, the oldest first. */
        TimelineList: {
            chat: components["schemas"]["DeskChat"];
            entries: components["schemas"]["TimelineEntry"][];
            /** @description The `cursor` of the next page. Null on the last page. */
            next_cursor: string | null;
        };
        /** @description A participant whom an event names. */
        TimelineParticipant: {
            person: components["schemas"]["DeskPerson"];
            /**
             * @description Their role in the chat.
             * @example teacher
             */
            role: string | null;
        };
        /**
         * @description What became of a text.
         * @enum {string}
         */
        TimelineTextState: "shown" | "edited" | "deleted" | "erased";
        /** @description A token of a person. */
        Token: {
            expires_at: components["schemas"]["Time"];
            /** @description For `Authorization: Bearer`. */
            token: string;
        };
        /** @description The figures of the whole range. */
        TotalFigures: {
            /** Format: int64 */
            active_chats: number;
            /** Format: int64 */
            answers: number;
            /** Format: int64 */
            messages: number;
            /** Format: double */
            response_median_seconds: number | null;
            /** Format: double */
            response_p90_seconds: number | null;
            /**
             * Format: int64
             * @description Chats that wait for an answer now.
             */
            unanswered: number;
        };
        /** @description The body of `POST /chats/{id}/typing`. */
        Typing: {
            /** @description `true`, repeated every few seconds while the user types; `false` when the user stops. */
            typing: boolean;
        };
        /** @description `data` of `typing`. The frame has no id and cannot be resumed. */
        TypingEvent: {
            /** Format: int64 */
            chat_id: number;
            /** @description Whether the user is typing, or has stopped. */
            typing: boolean;
            /** Format: int64 */
            user_id: number;
        };
        /** @description A chat that waits for an answer. */
        UnansweredChat: {
            /** @description The student or the buyer. */
            asked_by: components["schemas"]["DeskPerson"];
            /** @description The teacher or the seller. Empty if they are not in the chat any more. */
            awaited: components["schemas"]["DeskPerson"][];
            chat: components["schemas"]["DeskChat"];
            /**
             * @description The first 200 characters of the newest message. Null for moderators, who see reported messages
             *     only.
             */
            excerpt: string | null;
            /**
             * Format: int64
             * @description The first message that waits.
             */
            message_id: number;
            /**
             * Format: int64
             * @description The messages since then, at most 100 of them.
             */
            messages_waiting: number;
            waiting_since: components["schemas"]["Time"];
        };
        /** @description A page of chats that wait for an answer, the longest wait first. */
        UnansweredList: {
            chats: components["schemas"]["UnansweredChat"][];
            /** @description The `cursor` of the next page. Null on the last page. */
            next_cursor: string | null;
        };
        /** @description The form of an upload. */
        Upload: {
            /**
             * Format: binary
             * @description The file: at most 25 MiB.
             */
            file: string;
            /**
             * @description Of a voice note, before the file: how loud it is over its time, a JSON list of 1 to 128 integers from 0
             *     to 100.
             * @example [0,40,95,30]
             */
            waveform?: string;
        };
        /** @description A person, as others see them. */
        User: {
            /** @description The address of the picture. */
            avatar_url: string | null;
            /**
             * Format: int64
             * @description The user id.
             * @example 7
             */
            id: number;
            last_seen: components["schemas"]["Time"] | null;
            /**
             * @description The name. Empty if the user was erased.
             * @example Анна Соколова
             */
            name: string;
            /** @description Whether the user is connected, as far as the caller may know. */
            online: boolean;
            role: components["schemas"]["Role"] | null;
        };
        /**
         * @description `data` of `user`: of somebody who shares a chat with the caller, or of the caller, the name, the role or
         *     the picture changed, or they were deleted.
         */
        UserEvent: {
            /** @description When it happened. */
            at: components["schemas"]["Time"];
            /**
             * Format: int64
             * @description The position of this event in the log.
             */
            position: number;
            /** @description As they are now. */
            user: components["schemas"]["User"];
        };
        /** @description A page of people. */
        UserList: {
            /** @description The `cursor` of the next page. Null on the last page. */
            next_cursor: string | null;
            users: components["schemas"]["User"][];
        };
        /** @description A user's reaction to a message. */
        UserReaction: {
            created_at: components["schemas"]["Time"];
            /** @example 👍 */
            emoji: string;
            /** Format: int64 */
            user_id: number;
        };
        /** @description The body of `PUT /messages/{id}/vote`. */
        Vote: {
            /** @description All that the caller chooses. Empty: the vote is taken back. */
            option_ids: number[];
        };
        /** @description Who voted in a poll. */
        Voter: {
            /** @description All that the user chose. */
            option_ids: number[];
            /**
             * Format: int64
             * @example 7
             */
            user_id: number;
            voted_at: components["schemas"]["Time"];
        };
        /** @description A page of those who voted in a poll. */
        VoterList: {
            /** @description The `cursor` of the next page. Null on the last page. */
            next_cursor: string | null;
            /** @description The people whom the page names. */
            users: components["schemas"]["User"][];
            /** @description By user id. */
            voters: components["schemas"]["Voter"][];
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
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                "Retry-After": components["headers"]["Retry-After"];
                "x-request-id": components["headers"]["x-request-id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: {
        /** @description If the request counts against a limit: what is left of it (`r`), and the seconds until there is more (`t`) */
        RateLimit: string;
        /** @description If the request counts against a limit: how much it allows (`q`), and the seconds in which all of it comes back (`w`) */
        "RateLimit-Policy": string;
        /** @description With 429 and 503: the seconds until a retry may succeed */
        "Retry-After": number;
        /** @description Names the request in the log of the server */
        "x-request-id": string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    uploadAttachment: {
        parameters: {
            query?: {
                /** @description `voice` makes it a voice note. */
                kind?: "voice";
            };
            header?: {
                /**
                 * @description A UUID that the client chooses for a request and its repeats. For a day the same request with the same key
                 *     makes nothing more, and is 200 with what was made; another request with it is 409 `idempotency_conflict`.
                 */
                "Idempotency-Key"?: string | null;
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["Upload"];
            };
        };
        responses: {
            /** @description The file that an earlier request with this key stored */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Attachment"];
                };
            };
            /** @description The stored file */
            201: {
                headers: {
                    /** @description The path of the file */
                    Location?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Attachment"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    downloadAttachment: {
        parameters: {
            query?: never;
            header?: {
                /** @description One byte range */
                Range?: string;
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file, of its own media type */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "*/*": components["schemas"]["FileContent"];
                };
            };
            /** @description The byte range of the file */
            206: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "*/*": components["schemas"]["FileContent"];
                };
            };
            /** @description Where the storage is public: the file is there, for some minutes */
            302: {
                headers: {
                    Location?: string;
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The file matches `If-None-Match` */
            304: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    getAttachment: {
        parameters: {
            query?: never;
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Attachment"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    downloadPreview: {
        parameters: {
            query?: never;
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The preview */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": components["schemas"]["FileContent"];
                    "image/png": components["schemas"]["FileContent"];
                };
            };
            /** @description Where the storage is public: the preview is there, for some minutes */
            302: {
                headers: {
                    Location?: string;
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The preview matches `If-None-Match` */
            304: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    downloadAvatar: {
        parameters: {
            query?: never;
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The picture */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": components["schemas"]["FileContent"];
                    "image/png": components["schemas"]["FileContent"];
                };
            };
            /** @description The picture matches `If-None-Match` */
            304: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    listBlocks: {
        parameters: {
            query?: {
                /** @description The size of a page: 1 to 100, by default 50. */
                limit?: number;
                /** @description `next_cursor` of the previous page. */
                cursor?: string;
            };
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the list */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
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
    listChats: {
        parameters: {
            query?: {
                /** @description Which chats; by default `all`, which leaves archived ones out. */
                filter?: "all" | "unread" | "archived";
                /** @description A part of the title or of a member's name. */
                q?: string;
                /** @description The size of a page: 1 to 100, by default 50. */
                limit?: number;
                /** @description `next_cursor` of the previous page. */
                cursor?: string;
            };
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the list */
            200: {
                headers: {
                    /** @description The last event that the answer reflects */
                    "Last-Event-ID"?: string;
                    "x-request-id": components["headers"]["x-request-id"];
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
    createChat: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A UUID that the client chooses for a request and its repeats. For a day the same request with the same key
                 *     makes nothing more, and is 200 with what was made; another request with it is 409 `idempotency_conflict`.
                 */
                "Idempotency-Key"?: string | null;
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewChat"];
            };
        };
        responses: {
            /** @description The chat that is there already, or that an earlier request with this key made */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Chat"];
                };
            };
            /** @description The new chat */
            201: {
                headers: {
                    /** @description The path of the chat */
                    Location?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Chat"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    getChatByUuid: {
        parameters: {
            query?: never;
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
                uuid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The chat */
            200: {
                headers: {
                    /** @description The last event that the answer reflects */
                    "Last-Event-ID"?: string;
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Chat"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    getChat: {
        parameters: {
            query?: never;
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The chat */
            200: {
                headers: {
                    /** @description The last event that the answer reflects */
                    "Last-Event-ID"?: string;
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Chat"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    deleteChat: {
        parameters: {
            query?: never;
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The caller's list has the chat no longer */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    changeChat: {
        parameters: {
            query?: never;
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChatChange"];
                "application/merge-patch+json": components["schemas"]["ChatChange"];
            };
        };
        responses: {
            /** @description The chat as it is then */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Chat"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    saveDraft: {
        parameters: {
            query?: never;
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DraftChange"];
            };
        };
        responses: {
            /** @description The draft is saved, or removed */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    listFiles: {
        parameters: {
            query?: {
                /** @description Without it: all. */
                kind?: "image" | "video" | "audio" | "file" | "link";
                /** @description The size of a page: 1 to 100, by default 50. */
                limit?: number;
                /** @description `next_cursor` of the previous page. */
                cursor?: string;
            };
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the list */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SentFileList"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    changeChatSettings: {
        parameters: {
            query?: never;
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChatSettings"];
                "application/merge-patch+json": components["schemas"]["ChatSettings"];
            };
        };
        responses: {
            /** @description The chat with the settings */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Chat"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    listMembers: {
        parameters: {
            query?: {
                /** @description Words that begin parts of the name. */
                q?: string;
                /** @description The size of a page: 1 to 100, by default 50. */
                limit?: number;
                /** @description `next_cursor` of the previous page with the same `q`. */
                cursor?: string;
            };
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the list */
            200: {
                headers: {
                    /** @description The last event that the answer reflects */
                    "Last-Event-ID"?: string;
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberList"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    addMembers: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A UUID that the client chooses for a request and its repeats. For a day the same request with the same key
                 *     makes nothing more, and is 200 with what was made; another request with it is 409 `idempotency_conflict`.
                 */
                "Idempotency-Key"?: string | null;
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewMembers"];
            };
        };
        responses: {
            /** @description The users whom the request names, as members */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NamedMembers"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    removeMember: {
        parameters: {
            query?: never;
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
                id: number;
                /** @description A user id, or `me` */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user is no longer a member */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    changeRole: {
        parameters: {
            query?: never;
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
                id: number;
                /** @description A user id, or `me` */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RoleChange"];
                "application/merge-patch+json": components["schemas"]["RoleChange"];
            };
        };
        responses: {
            /** @description The member, and after a handover the former owner */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NamedMembers"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    listMessages: {
        parameters: {
            query?: {
                /** @description The newest messages before this one. */
                before_id?: number;
                /** @description The oldest messages after this one. */
                after_id?: number;
                /** @description The messages around this one. */
                around_id?: number;
                /** @description The first messages at this time or later. */
                at?: string;
                /** @description The size of a page: 1 to 100, by default 50. */
                limit?: number;
            };
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of messages */
            200: {
                headers: {
                    /** @description The last event that the answer reflects */
                    "Last-Event-ID"?: string;
                    "x-request-id": components["headers"]["x-request-id"];
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
    sendMessage: {
        parameters: {
            query?: never;
            header?: {
                /** @description Alternative to `client_id` */
                "Idempotency-Key"?: string;
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewMessage"];
            };
        };
        responses: {
            /** @description The message that an earlier request with this `client_id` stored or scheduled */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SentOrScheduled"];
                };
            };
            /** @description The stored message */
            201: {
                headers: {
                    /** @description The path of the message */
                    Location?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            /** @description The message that is sent later */
            202: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduledMessage"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    pinMessage: {
        parameters: {
            query?: never;
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
                id: number;
                message_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The message is pinned */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    unpinMessage: {
        parameters: {
            query?: never;
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
                id: number;
                message_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The message is not pinned */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    markRead: {
        parameters: {
            query?: never;
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
                id: number;
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
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "x-request-id": components["headers"]["x-request-id"];
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
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Typing"];
            };
        };
        responses: {
            /** @description The signal was sent */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    markUnread: {
        parameters: {
            query?: never;
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MarkUnread"];
            };
        };
        responses: {
            /** @description The chat is unread from the message on */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    listAccesses: {
        parameters: {
            query?: {
                /** @description The size of a page: 1 to 100, by default 50. */
                limit?: number;
                /** @description `next_cursor` of the previous page. */
                cursor?: string;
            };
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the list */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccessList"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    openChatOfOthers: {
        parameters: {
            query?: never;
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
                /** @description The chat */
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReasonToRead"];
            };
        };
        responses: {
            /** @description The reason is recorded */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    getChatAt: {
        parameters: {
            query: {
                /** @description The time. */
                time: string;
                /** @description The newest messages before this one. */
                before_id?: number;
                /** @description The number of messages: 1 to 200, by default 100. */
                limit?: number;
            };
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
                /** @description The chat */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The chat as it was */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PastChat"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    exportChat: {
        parameters: {
            query?: {
                /** @description By default `html`. */
                format?: "html" | "csv" | "jsonl";
                /** @description The time zone of an `html` page, like `Europe/Moscow`; by default UTC. */
                time_zone?: string;
            };
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
                /** @description The chat */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                    "text/csv": string;
                    "application/jsonl": string;
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    getTimeline: {
        parameters: {
            query?: {
                /** @description The size of a page: 1 to 200, by default 100. */
                limit?: number;
                /** @description `next_cursor` of the previous page. */
                cursor?: string;
            };
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
                /** @description The chat */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the events */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TimelineList"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    listErasures: {
        parameters: {
            query?: {
                /** @description The size of a page: 1 to 100, by default 50. */
                limit?: number;
                /** @description `next_cursor` of the previous page. */
                cursor?: string;
            };
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the list */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErasureList"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    getProof: {
        parameters: {
            query?: never;
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The proof */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Proof"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    checkProof: {
        parameters: {
            query?: never;
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The proof, with the check that runs */
            202: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Proof"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    listReports: {
        parameters: {
            query?: {
                /** @description `open` (the oldest first), by default, or `closed` (the latest decision first). */
                state?: "open" | "closed";
                /** @description The size of a page: 1 to 100, by default 50. */
                limit?: number;
                /** @description `next_cursor` of the previous page. */
                cursor?: string;
            };
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the list */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeskReportList"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    decideReport: {
        parameters: {
            query?: never;
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
                /** @description The id of the report */
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewDecision"];
            };
        };
        responses: {
            /** @description The report */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeskReport"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    getStatistics: {
        parameters: {
            query: {
                /**
                 * @description The first day.
                 * @example 2026-11-01
                 */
                from: string;
                /**
                 * @description The last day: at most 92 days in all.
                 * @example 2026-11-23
                 */
                to: string;
                /**
                 * @description When days begin: a name of the IANA database, by default `UTC`.
                 * @example Europe/Moscow
                 */
                time_zone?: string;
            };
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The figures */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Statistics"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    listUnanswered: {
        parameters: {
            query?: {
                /** @description The size of a page: 1 to 100, by default 50. */
                limit?: number;
                /** @description `next_cursor` of the previous page. */
                cursor?: string;
            };
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the list */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UnansweredList"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    getErasure: {
        parameters: {
            query?: never;
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
                /** @description The user id */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The erasure */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Erasure"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    requestErasure: {
        parameters: {
            query?: never;
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
                /** @description The user id */
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewErasure"];
            };
        };
        responses: {
            /** @description The erasure */
            202: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Erasure"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    withdrawErasure: {
        parameters: {
            query?: never;
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
                /** @description The user id */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description There is no request to erase the user */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "x-request-id": components["headers"]["x-request-id"];
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
                /** @description `true`, for server-side keys: every event of the realm. */
                all?: boolean;
                /**
                 * @description Names of events, separated by commas: only these, and `ready` and `reset`.
                 * @example message,read
                 */
                types?: string;
                /** @description Only what is of this chat, which is one of the caller's. */
                chat_id?: number;
            };
            header?: {
                /** @description The id of the last event received */
                "Last-Event-ID"?: string;
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The stream, which stays open */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
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
    becomeGuest: {
        parameters: {
            query?: never;
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["NewGuest"] | null;
            };
        };
        responses: {
            /** @description The token */
            201: {
                headers: {
                    /** @description The path of the guest */
                    Location?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionTokens"];
                };
            };
            /** @description The token is a cookie */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    listInvitations: {
        parameters: {
            query?: {
                /** @description The size of a page: 1 to 100, by default 50. */
                limit?: number;
                /** @description `next_cursor` of the previous page. */
                cursor?: string;
            };
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the list */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationList"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    invite: {
        parameters: {
            query?: never;
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewInvitation"];
            };
        };
        responses: {
            /** @description The invitation */
            201: {
                headers: {
                    /** @description The path of the invitation */
                    Location?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invitation"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    acceptInvitation: {
        parameters: {
            query?: never;
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AcceptInvitation"];
            };
        };
        responses: {
            /** @description The person */
            201: {
                headers: {
                    /** @description The path of the person */
                    Location?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "x-request-id": components["headers"]["x-request-id"];
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
    lookUpInvitation: {
        parameters: {
            query?: never;
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InvitationToken"];
            };
        };
        responses: {
            /** @description The invitation */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ShownInvitation"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    revokeInvitation: {
        parameters: {
            query?: never;
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
                /** @description The id of the invitation */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The invitation is revoked */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    getMe: {
        parameters: {
            query?: never;
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The caller */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    changeMe: {
        parameters: {
            query?: never;
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccountChanges"];
                "application/merge-patch+json": components["schemas"]["AccountChanges"];
            };
        };
        responses: {
            /** @description The caller */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    changePassword: {
        parameters: {
            query?: never;
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordChange"];
            };
        };
        responses: {
            /** @description The password is changed */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    listSessions: {
        parameters: {
            query?: never;
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The log-ins */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionList"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    endSession: {
        parameters: {
            query?: never;
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
                /** @description The id of the log-in */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The log-in has ended */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    getMessageByUuid: {
        parameters: {
            query?: never;
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
                uuid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The message */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
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
    getMessage: {
        parameters: {
            query?: never;
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The message */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
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
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The message is deleted */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    editMessage: {
        parameters: {
            query?: never;
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Edit"];
                "application/merge-patch+json": components["schemas"]["Edit"];
            };
        };
        responses: {
            /** @description The message as it is then */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "x-request-id": components["headers"]["x-request-id"];
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
    closePoll: {
        parameters: {
            query?: never;
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The closed poll */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "x-request-id": components["headers"]["x-request-id"];
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
    listReactions: {
        parameters: {
            query?: {
                /** @description The size of a page: 1 to 100, by default 50. */
                limit?: number;
                /** @description `next_cursor` of the previous page. */
                cursor?: string;
            };
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the list */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReactionList"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    addReaction: {
        parameters: {
            query?: never;
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
                id: number;
                /**
                 * @description One Unicode emoji (RGI)
                 * @example 👍
                 */
                emoji: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The message has the reaction */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    removeReaction: {
        parameters: {
            query?: never;
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
                id: number;
                /**
                 * @description One Unicode emoji (RGI)
                 * @example 👍
                 */
                emoji: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The message does not have the reaction */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    listReaders: {
        parameters: {
            query?: {
                /** @description The size of a page: 1 to 100, by default 50. */
                limit?: number;
                /** @description `next_cursor` of the previous page. */
                cursor?: string;
            };
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the list */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReaderList"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    reportMessage: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A UUID that the client chooses for a request and its repeats. For a day the same request with the same key
                 *     makes nothing more, and is 200 with what was made; another request with it is 409 `idempotency_conflict`.
                 */
                "Idempotency-Key"?: string | null;
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Report"];
            };
        };
        responses: {
            /** @description The report waits for a moderator */
            202: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    vote: {
        parameters: {
            query?: never;
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Vote"];
            };
        };
        responses: {
            /** @description The poll with the vote */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "x-request-id": components["headers"]["x-request-id"];
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
    listVoters: {
        parameters: {
            query?: {
                /** @description Those who chose this option. */
                option_id?: number;
                /** @description The size of a page: 1 to 100, by default 50. */
                limit?: number;
                /** @description `next_cursor` of the previous page with the same option. */
                cursor?: string;
            };
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the list */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VoterList"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    requestPasswordReset: {
        parameters: {
            query?: never;
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResetRequest"];
            };
        };
        responses: {
            /** @description If a person has the address, the e-mail is sent afterwards */
            202: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    resetPassword: {
        parameters: {
            query?: never;
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetPassword"];
            };
        };
        responses: {
            /** @description The password is set */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    getPolicy: {
        parameters: {
            query?: never;
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The policy */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Policy"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    getPushKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description For `PushManager.subscribe()` */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PushKey"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    listPushSubscriptions: {
        parameters: {
            query?: never;
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PushSubscriptionList"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    putPushSubscription: {
        parameters: {
            query?: never;
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
                /** @description What the device calls itself: 1 to 64 letters, digits, `-` and `_` */
                device_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPushSubscription"];
            };
        };
        responses: {
            /** @description The device is notified from now on */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    deletePushSubscription: {
        parameters: {
            query?: never;
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
                /** @description What the device calls itself */
                device_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The device is not notified any more */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    listScheduled: {
        parameters: {
            query?: {
                /** @description The size of a page: 1 to 100, by default 50. */
                limit?: number;
                /** @description `next_cursor` of the previous page. */
                cursor?: string;
            };
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the list */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduledList"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    cancelScheduled: {
        parameters: {
            query?: never;
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The message is not sent */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    changeScheduled: {
        parameters: {
            query?: never;
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScheduledChange"];
                "application/merge-patch+json": components["schemas"]["ScheduledChange"];
            };
        };
        responses: {
            /** @description The scheduled message */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduledMessage"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    searchMessages: {
        parameters: {
            query: {
                /** @description What to search for: 1 to 200 characters. */
                q: string;
                /** @description Only in this chat. */
                chat_id?: number;
                /** @description Only messages of this user. */
                author_id?: number;
                /** @description Only messages sent at this time or later. */
                after?: string;
                /** @description Only messages sent before this time. */
                before?: string;
                /** @description Only messages that have this. */
                has?: "image" | "file" | "link";
                /** @description The size of a page: 1 to 100, by default 50. */
                limit?: number;
                /** @description `next_cursor` of the previous page. */
                cursor?: string;
            };
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the found messages */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HitList"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    getServer: {
        parameters: {
            query?: never;
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What the server can do */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Server"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    logInWithPassword: {
        parameters: {
            query?: never;
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewSession"];
            };
        };
        responses: {
            /** @description The tokens */
            201: {
                headers: {
                    /** @description The path of the log-in */
                    Location?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionTokens"];
                };
            };
            /** @description The tokens are cookies */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    logOutHere: {
        parameters: {
            query?: never;
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The log-in has ended */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    refreshTokens: {
        parameters: {
            query?: never;
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["SessionRefresh"] | null;
            };
        };
        responses: {
            /** @description The new tokens */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionTokens"];
                };
            };
            /** @description The new tokens are cookies */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    issueToken: {
        parameters: {
            query?: never;
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewToken"];
            };
        };
        responses: {
            /** @description The token */
            201: {
                headers: {
                    /** @description The path of the person */
                    Location?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Token"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    showUnsubscribe: {
        parameters: {
            query: {
                /** @description The token of the link. */
                token: string;
            };
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The page */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    unsubscribe: {
        parameters: {
            query: {
                /** @description The token of the link. */
                token: string;
            };
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description They are off */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    beginUpload: {
        parameters: {
            query?: never;
            header: {
                /** @description 1.0.0 */
                "Tus-Resumable": string;
                /** @description The size of the file, in bytes */
                "Upload-Length": number;
                /** @description At most 4 KiB: `filename <base64>`; of a voice note also `kind dm9pY2U=` and `waveform <base64>` */
                "Upload-Metadata"?: string;
                /**
                 * @description A UUID that the client chooses for a request and its repeats. For a day the same request with the same key
                 *     makes nothing more, and is 200 with what was made; another request with it is 409 `idempotency_conflict`.
                 */
                "Idempotency-Key"?: string | null;
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The upload that an earlier request with this key began */
            200: {
                headers: {
                    /** @description The file, once it is complete */
                    "Attachment-Id"?: number;
                    /** @description The path of the upload */
                    Location?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description When the upload expires, unless it is finished */
                    "Upload-Expires"?: string;
                    /** @description Received bytes */
                    "Upload-Offset"?: number;
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The upload */
            201: {
                headers: {
                    /** @description The file, if it has no bytes */
                    "Attachment-Id"?: number;
                    /** @description The path of the upload */
                    Location?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description When the upload expires */
                    "Upload-Expires"?: string;
                    /** @description 0 */
                    "Upload-Offset"?: number;
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    discoverUploads: {
        parameters: {
            query?: never;
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The capabilities */
            204: {
                headers: {
                    /** @description `creation,expiration,termination` */
                    "Tus-Extension"?: string;
                    /** @description The largest file, in bytes */
                    "Tus-Max-Size"?: number;
                    /** @description 1.0.0 */
                    "Tus-Version"?: string;
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    overrideUploadMethod: {
        parameters: {
            query?: never;
            header: {
                /** @description 1.0.0 */
                "Tus-Resumable": string;
                /** @description `PATCH` or `DELETE` */
                "X-HTTP-Method-Override": string;
                /** @description Of PATCH: received bytes */
                "Upload-Offset"?: number;
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/offset+octet-stream": number[];
            };
        };
        responses: {
            /** @description Received, or removed */
            204: {
                headers: {
                    /** @description Of PATCH: the file, once it is complete */
                    "Attachment-Id"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Of PATCH: received bytes */
                    "Upload-Offset"?: number;
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    endUpload: {
        parameters: {
            query?: never;
            header: {
                /** @description 1.0.0 */
                "Tus-Resumable": string;
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    discoverUpload: {
        parameters: {
            query?: never;
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The capabilities */
            204: {
                headers: {
                    /** @description `creation,expiration,termination` */
                    "Tus-Extension"?: string;
                    /** @description The largest file, in bytes */
                    "Tus-Max-Size"?: number;
                    /** @description 1.0.0 */
                    "Tus-Version"?: string;
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    getUpload: {
        parameters: {
            query?: never;
            header: {
                /** @description 1.0.0 */
                "Tus-Resumable": string;
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The upload */
            200: {
                headers: {
                    /** @description The file, once it is complete */
                    "Attachment-Id"?: number;
                    /** @description When the upload expires, unless it is finished */
                    "Upload-Expires"?: string;
                    /** @description The size of the file, in bytes */
                    "Upload-Length"?: number;
                    /** @description As it was sent */
                    "Upload-Metadata"?: string;
                    /** @description Received bytes */
                    "Upload-Offset"?: number;
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    continueUpload: {
        parameters: {
            query?: never;
            header: {
                /** @description 1.0.0 */
                "Tus-Resumable": string;
                /** @description Received bytes */
                "Upload-Offset": number;
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/offset+octet-stream": number[];
            };
        };
        responses: {
            /** @description Received */
            204: {
                headers: {
                    /** @description The file, once it is complete */
                    "Attachment-Id"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description When the upload expires, unless it is finished */
                    "Upload-Expires"?: string;
                    /** @description Received bytes */
                    "Upload-Offset"?: number;
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    listUsers: {
        parameters: {
            query?: {
                /** @description A part of the name, or the exact e-mail address. */
                q?: string;
                /**
                 * @description 1 to 100 user ids, separated by commas, without `q` and `deactivated`.
                 * @example 6,7
                 */
                ids?: string;
                /** @description `true`: the people who were deactivated, the latest first. For admins, and for API keys. */
                deactivated?: boolean;
                /** @description The size of a page: 1 to 100, by default 50, with `ids` 100. */
                limit?: number;
                /** @description `next_cursor` of the previous page. */
                cursor?: string;
            };
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the list */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FoundUserList"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    putUsers: {
        parameters: {
            query?: never;
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ListedUser"][];
            };
        };
        responses: {
            /** @description The people, in the order of the request */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PutUsers"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    getUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The person */
            200: {
                headers: {
                    "x-request-id": components["headers"]["x-request-id"];
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
    putUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
                /** @description The external id; a whole number is the user id */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ManagedUser"];
            };
        };
        responses: {
            /** @description The person */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "x-request-id": components["headers"]["x-request-id"];
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
    deactivateManagedUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
                /** @description The external id; a whole number is the user id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The person is deactivated */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    blockUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The person is blocked */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    unblockUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The person is not blocked */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    deactivateUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
                /** @description The user id */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The person is deactivated */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    addPasswordLink: {
        parameters: {
            query?: never;
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
                /** @description The user id */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The link */
            201: {
                headers: {
                    /** @description The path of the person */
                    Location?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PasswordLink"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    reactivateUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
                /** @description The user id */
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The person is active */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "x-request-id": components["headers"]["x-request-id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    changeUserRole: {
        parameters: {
            query?: never;
            header?: {
                /** @description With an API key: the id of the user whom it acts for */
                "Act-As"?: number;
            };
            path: {
                /** @description A realm that the server serves */
                realm: string;
                /** @description The user id */
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewRole"];
            };
        };
        responses: {
            /** @description The person */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "x-request-id": components["headers"]["x-request-id"];
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
}
