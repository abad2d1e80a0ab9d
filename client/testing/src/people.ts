/** What a school's records look like to tests. */

export type Role = 'admin' | 'teacher' | 'student';

/** A user with credentials. */
export interface Person {
  readonly id: number;
  readonly email: string;
  readonly password: string;
  readonly name: string;
  readonly role: Role;
  /** For REST beside the browser: a log-in of its own. */
  readonly token: string;
}

export interface Message {
  readonly id: number;
  readonly chat_id: number;
  readonly sender_id: number | null;
  readonly content: string;
  readonly created_at: string;
}

/** A message as the database has it. */
export interface LoggedMessage {
  readonly id: number;
  readonly sender_id: number | null;
  readonly content: string;
  readonly is_deleted: boolean;
}

export interface Lesson {
  readonly id: number;
  readonly teacher_id: number | null;
  readonly student_id: number | null;
  readonly status: string;
}
