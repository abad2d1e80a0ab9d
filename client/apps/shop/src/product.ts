import { content, LISTINGS, make, sellerId, showVisitor } from './shop.ts';
import { words } from './words.ts';

showVisitor();

const id = Number(new URLSearchParams(location.search).get('id'));
const listing = LISTINGS.find((one) => one.id === id) ?? LISTINGS[0];

if (listing !== undefined) {
  const { title, price, text, hue, seller } = listing;
  const button = make('button', words.chat, 'primary');
  button.id = 'openChatBtn';
  button.addEventListener('click', () => {
    void (async () => {
      const names = { title, sellerName: seller.name };
      await window.chatManager.openChat(await sellerId(seller), listing.id, names);
    })();
  });
  const about = make('section', '', 'about');
  about.append(
    make('h1', title),
    make('p', price, 'price'),
    make('p', text),
    make('p', words.seller(seller.name)),
    button,
  );
  const product = make('section', '', 'product');
  product.append(make('span', '', `photo ${hue}`), about);
  content().append(product);
}
