import { content, LISTINGS, createElement, renderUserMenu } from './shop.ts';
import { strings } from './strings.ts';

renderUserMenu();

const list = createElement('ul', '', 'listings');
for (const { id, title, price, hue } of LISTINGS) {
  const link = createElement('a', '', 'card');
  link.href = `/shop/product.html?id=${id}`;
  link.append(
    createElement('span', '', `photo ${hue}`),
    createElement('strong', title),
    createElement('span', price),
  );
  const item = createElement('li', '');
  item.append(link);
  list.append(item);
}
content().append(createElement('h1', strings.heading), createElement('p', strings.intro), list);
