import type { WindowApp } from '../../appInterface.ts';
import type { Settings } from '../../settings.ts';
import { Visitor } from '../../visitor.ts';
import { MarketClient } from '../marketClient.ts';
import { mount } from '../mount.tsx';
import { BuyerWindow } from './BuyerWindow.tsx';
import { WindowModel } from './windowModel.ts';

/** A buyer's window over the page, and the button that it becomes when it is minimised. */
export function mountWindow(settings: Settings): WindowApp {
  const client = new MarketClient(settings, new Visitor(() => settings));
  const model = new WindowModel(client);
  // Beside the body, which some shops replace under their visitors.
  const unmount = mount(
    'window',
    settings,
    document.documentElement,
    <BuyerWindow model={model} settings={settings} />,
  );
  return Object.assign(model, {
    destroy: () => {
      model.hide();
      unmount();
      client.stop();
    },
  });
}
