import { content, LISTINGS, createElement, sellerId, renderUserMenu } from './shop.ts';
import { strings } from './strings.ts';

renderUserMenu();

const id = Number(new URLSearchParams(location.search).get('id'));
const listing = LISTINGS.find((one) => one.id === id) ?? LISTINGS[0];

if (listing !== undefined) {
  const { title, price, text, hue, seller } = listing;
  const button = createElement('button', strings.chat, 'primary');
  button.id = 'openChatBtn';
  button.addEventListener('click', () => {
    void (async () => {
      const names = { title, sellerName: seller.name };
      await window.chatManager.openChat(await sellerId(seller), listing.id, names);
    })();
  });
  const about = createElement('section', '', 'about');
  about.append(
    createElement('h1', title),
    createElement('p', price, 'price'),
    createElement('p', text),
    createElement('p', strings.seller(seller.name)),
    button,
  );
  const product = createElement('section', '', 'product');
  product.append(createElement('span', '', `photo ${hue}`), about);
  content().append(product);
}
