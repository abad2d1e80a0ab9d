/** The global scope: the library's own type of `self` is that of any worker. */
export const worker = self as unknown as ServiceWorkerGlobalScope;
