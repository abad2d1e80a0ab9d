/** Some of the people whom `vestnik serve --demo` makes. */
export const DEMO_PEOPLE = [
  { email: 'anna.teacher@demo.school', name: 'Анна Викторовна Соколова' },
  { email: 'dmitry.teacher@demo.school', name: 'Дмитрий Сергеевич Орлов' },
  { email: 'maksim.student@demo.school', name: 'Максим Волков' },
  { email: 'polina.student@demo.school', name: 'Полина Зайцева' },
  { email: 'alisa.student@demo.school', name: 'Алиса Морозова' },
] as const;
