import type { AgentStatus } from '@kefu/client';
import { type AgentRest, ApiError, type Me } from '@kefu/client';
import { computed, ref, shallowRef } from 'vue';
import { type Keep, load, store } from './storage.ts';

const KEY = 'kefu.console.session';

interface Kept {
  token: string;
  username: string;
}

/**
 * Who is signed in. `expired` means that the server refused the token: the agent's pages stay as they are under a
 * sign-in form, so nothing half-written is lost.
 */
export class Session {
  private readonly kept = shallowRef<Kept | undefined>();
  readonly me = shallowRef<Me | undefined>();
  readonly expired = ref(false);
  /** The token is about to end, and its successor about to come. */
  private changing = false;
  readonly username = computed(() => this.kept.value?.username ?? '');
  readonly signedIn = computed(() => this.kept.value !== undefined && this.me.value !== undefined);
  readonly supervises = computed(() => {
    const role = this.me.value?.role;
    return role === 'supervisor' || role === 'admin';
  });

  constructor(
    private readonly rest: () => AgentRest,
    private readonly tab: Keep = sessionStorage,
    private readonly computer: Keep = localStorage,
  ) {
    this.kept.value = load(tab, KEY, accept) ?? load(computer, KEY, accept);
  }

  get token(): string | undefined {
    return this.kept.value?.token;
  }

  /** Whether the session outlives the browser. */
  get remembered(): boolean {
    return load(this.computer, KEY, accept) !== undefined;
  }

  /** Takes up the kept session. Answers whether it still holds; throws when the server cannot be asked. */
  async restore(): Promise<boolean> {
    if (!this.kept.value) return false;
    try {
      this.me.value = await this.rest().me();
      return true;
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 'unauthenticated') throw error;
      this.forget();
      return false;
    }
  }

  /** `remember` keeps the session when the browser closes; else it ends with the tab. */
  async signIn(username: string, password: string, remember: boolean): Promise<void> {
    const { token, agent } = await this.rest().signIn(username, password);
    const kept = { token, username };
    store(this.computer, KEY, remember ? kept : undefined);
    store(this.tab, KEY, remember ? undefined : kept);
    this.kept.value = kept;
    this.me.value = agent;
    this.expired.value = false;
  }

  /**
   * Changes the password and signs in with the new one, since the change ends every token, this one as well. Rejects when
   * the server refuses the change; a sign-in that then fails leaves the session expired.
   */
  async changePassword(current: string, next: string): Promise<void> {
    this.changing = true;
    try {
      await this.rest().changePassword(current, next);
      await this.signIn(this.username.value, next, this.remembered).catch((error) => {
        console.warn('kefu: the new password is asked for again', error);
        this.expired.value = true;
      });
    } finally {
      this.changing = false;
    }
  }

  /** The token was refused. Does nothing before a sign-in, or for a token that is no longer in use. */
  expire(token: string | undefined): void {
    if (this.me.value && token === this.token && !this.changing) this.expired.value = true;
  }

  async signOut(): Promise<void> {
    try {
      await this.rest().signOut();
    } catch (error) {
      // The token ends by itself after some hours; the agent must be able to leave all the same.
      console.warn('kefu: the server was not told of the sign-out', error);
    }
    this.forget();
  }

  forget(): void {
    store(this.tab, KEY, undefined);
    store(this.computer, KEY, undefined);
    this.kept.value = undefined;
    this.me.value = undefined;
    this.expired.value = false;
  }

  async setStatus(status: AgentStatus): Promise<void> {
    await this.rest().setStatus(status);
    this.present(status);
  }

  /** What the server says of the agent's own status and load. */
  present(status: AgentStatus, load?: number, capacity?: number): void {
    const me = this.me.value;
    if (!me) return;
    this.me.value = {
      ...me,
      status,
      load: load ?? me.load,
      capacity: capacity ?? me.capacity,
    };
  }
}

function accept(value: unknown): Kept | undefined {
  const { token, username } = (value ?? {}) as Partial<Kept>;
  return typeof token === 'string' && token
    ? { token, username: String(username ?? '') }
    : undefined;
}
