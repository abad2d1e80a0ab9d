import { VestnikClient, type ChatClient, type VestnikOptions } from '@vestnik/sdk';
import { useStore } from '@vestnik/sdk/react';
import { useLayoutEffect } from 'react';

import { accessToken, getCurrentUserId, renewToken } from '../model/services/auth.ts';
import { chatConfig, type ChatConfig } from '../model/services/config.ts';

/** Runs while something of the package is on the page, for the user whose token the host stores. */
class SharedClient extends VestnikClient {
  #users = 0;
  #userId: number | null = null;

  override start(): void {
    this.#users += 1;
    if (this.#users === 1) this.#restart();
    else this.followUser();
  }

  override stop(): void {
    this.#users -= 1;
    if (this.#users === 0) super.stop();
  }

  /** The host may have signed another user in or out. */
  followUser(): void {
    if (this.#users > 0 && this.#userId !== getCurrentUserId()) this.#restart();
  }

  #restart(): void {
    super.stop();
    this.#userId = getCurrentUserId();
    super.start();
  }
}

const OPTIONS: VestnikOptions = {
  realm: 'campus',
  auth: { token: accessToken, renew: renewToken, userId: getCurrentUserId },
};

let current: { readonly config: ChatConfig; readonly client: SharedClient } | null = null;

/** The client of the server that the host has configured. */
export function campusClient(): SharedClient {
  const config = chatConfig();
  if (current?.config.baseUrl !== config.baseUrl || current === null) {
    const { baseUrl } = config;
    const options = { ...OPTIONS, ...(baseUrl !== undefined && { baseUrl }) };
    current = { config, client: new SharedClient(options) };
  }
  return current.client;
}

/** Runs the client while the component is there. */
export function useRunningClient(): SharedClient {
  const client = campusClient();
  useLayoutEffect(() => {
    client.start();
    return () => {
      client.stop();
    };
  }, [client]);
  useLayoutEffect(() => {
    client.followUser();
  });
  return client;
}

/** What the signed-in user sees and does; null while nobody is signed in. */
export function useCampusChats(): ChatClient | null {
  return useStore<ChatClient | null>(useRunningClient().chatClient, null);
}
