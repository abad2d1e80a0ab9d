/** A seller's profile. */
interface SellerPage {
  readonly SellerChatsManager: new () => object;
  sellerChatsManager: object;
}

const page = window as unknown as SellerPage;
page.sellerChatsManager = new page.SellerChatsManager();
