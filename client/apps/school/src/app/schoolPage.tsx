import { lazy, type ComponentType, type LazyExoticComponent } from 'react';

/**
 * A page over the school's own data, which is loaded when it is first shown, and TanStack Query with
 * it: chats need neither.
 */
export function schoolPage<Props extends object>(
  load: () => Promise<{ default: ComponentType<Props> }>,
): LazyExoticComponent<ComponentType<Props>> {
  return lazy(async () => {
    const [{ SchoolProvider }, { default: Page }] = await Promise.all([
      import('./schoolProvider.ts'),
      load(),
    ]);
    const WithData = (props: Props) => (
      <SchoolProvider>
        <Page {...props} />
      </SchoolProvider>
    );
    return { default: WithData };
  });
}
