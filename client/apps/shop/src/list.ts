import { content, LISTINGS, make, showVisitor } from './shop.ts';
import { words } from './words.ts';

showVisitor();

const list = make('ul', '', 'listings');
for (const { id, title, price, hue } of LISTINGS) {
  const link = make('a', '', 'card');
  link.href = `/shop/product.html?id=${id}`;
  link.append(make('span', '', `photo ${hue}`), make('strong', title), make('span', price));
  const item = make('li', '');
  item.append(link);
  list.append(item);
}
content().append(make('h1', words.heading), make('p', words.intro), list);
