import type { Member, User } from '@vestnik/sdk/model';

/** What may be done with a group. `me.can` and `me.role` decide which of it is offered. */
export interface GroupActions {
  readonly onRename: (title: string) => void;
  /** Null removes the picture. */
  readonly onPicture: (file: File | null) => void;
  readonly onAdd: (users: readonly User[]) => void;
  readonly onRemove: (user: User) => void;
  readonly onRole: (user: User, role: Member['role']) => void;
  readonly onLeave: () => void;
  readonly onDelete: () => void;
}
