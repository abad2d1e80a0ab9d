/** A listing of the shop, at `/?seller=…&iphone=…`. */
interface ChatManager {
  openChat(sellerId: number, iphoneId: number): unknown;
}

const query = new URLSearchParams(location.search);
const sellerId = Number(query.get('seller'));
const iphoneId = Number(query.get('iphone'));

document.getElementById('openChatBtn')?.addEventListener('click', () => {
  const { chatManager } = window as unknown as { readonly chatManager: ChatManager };
  chatManager.openChat(sellerId, iphoneId);
});
