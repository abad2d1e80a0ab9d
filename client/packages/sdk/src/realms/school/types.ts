/** The school's objects that have no counterpart in the native API. */
import type { components } from './wire.ts';

type Schemas = components['schemas'];

/** A user as the school's administration sees them. */
export type SchoolUser = Schemas['User'];
export type SchoolRole = SchoolUser['role'];
export type Lesson = Schemas['Lesson'];
export type LessonStatus = Schemas['LessonStatus'];
export type NewLesson = Schemas['NewLesson'];
export type Repeat = Schemas['Repeat'];
export type LessonChange = Schemas['LessonChange'];
export type LessonScope = Schemas['LessonScope'];
/** A lesson that was scheduled or changed, with all others of the request and their conflicts. */
export type ChangedLesson = Schemas['ChangedLesson'];
export type LessonConflicts = Schemas['LessonConflicts'];
export type NewUser = Schemas['NewUser'];
