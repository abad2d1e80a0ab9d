/** A seller's profile, with the token in `localStorage`. */
interface SellerPage {
  readonly SellerChatsManager: new () => object;
  sellerChatsManager: object;
}

const page = window as unknown as SellerPage;
page.sellerChatsManager = new page.SellerChatsManager();
