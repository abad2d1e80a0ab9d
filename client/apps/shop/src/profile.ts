import {
  content,
  LISTINGS,
  createElement,
  SELLERS,
  renderUserMenu,
  signedIn,
  signIn,
} from './shop.ts';
import { strings } from './strings.ts';

renderUserMenu();

const name = signedIn();
content().append(createElement('h1', name === null ? strings.who : strings.profileOf(name)));

if (name === null) {
  const choice = createElement('p', strings.choose, 'choice');
  for (const seller of Object.values(SELLERS)) {
    const button = createElement('button', seller.name, 'primary');
    button.addEventListener('click', () => void signIn(seller));
    choice.append(button, ' ');
  }
  content().append(choice);
} else {
  const section = createElement('section', '');
  section.id = 'sellerChats';
  content().append(section);
  // The script has begun by itself, with numbers for names: here are the shop's own.
  window.addEventListener('DOMContentLoaded', () => {
    window.sellerChatsManager = new window.SellerChatsManager({
      listingTitle: (iphoneId) => LISTINGS.find(({ id }) => id === iphoneId)?.title ?? null,
    });
  });
}
