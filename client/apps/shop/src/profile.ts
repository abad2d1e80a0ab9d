import { content, LISTINGS, make, SELLERS, showVisitor, signedIn, signIn } from './shop.ts';
import { words } from './words.ts';

showVisitor();

const name = signedIn();
content().append(make('h1', name === null ? words.who : words.profileOf(name)));

if (name === null) {
  const choice = make('p', words.choose, 'choice');
  for (const seller of Object.values(SELLERS)) {
    const button = make('button', seller.name, 'primary');
    button.addEventListener('click', () => void signIn(seller));
    choice.append(button, ' ');
  }
  content().append(choice);
} else {
  const place = make('section', '');
  place.id = 'sellerChats';
  content().append(place);
  // The script has begun by itself, with numbers for names: here are the shop's own.
  window.addEventListener('DOMContentLoaded', () => {
    window.sellerChatsManager = new window.SellerChatsManager({
      listingTitle: (iphoneId) => LISTINGS.find(({ id }) => id === iphoneId)?.title ?? null,
    });
  });
}
