import { expect, test } from 'vitest';

import { matching } from '../src/ui/people.ts';

const people = [
  { id: 1, name: 'Анна Соколова', note: 'anna@demo.school' },
  { id: 2, name: 'Борис' },
];

test('only who goes with the query is offered', () => {
  const ids = (query: string): number[] => matching(people, query).map(({ id }) => id);
  expect(ids(' сокол ')).toEqual([1]);
  expect(ids('ANNA@')).toEqual([1]);
  expect(ids('Пол')).toEqual([]);
  expect(ids('')).toEqual([1, 2]);
});
