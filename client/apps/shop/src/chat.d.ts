/** What the two scripts leave on a page, as far as this shop uses it. */
interface Window {
  chatManager: {
    openChat(
      sellerId: number,
      iphoneId: number,
      names?: { title?: string; sellerName?: string },
    ): Promise<void>;
    countDrafts(): number;
    forgetDrafts(): void;
  };
  SellerChatsManager: new (options?: {
    token?: () => string | null;
    listingTitle?: (iphoneId: number) => string | null;
  }) => {
    destroy(): void;
  };
  sellerChatsManager?: { destroy(): void };
}
