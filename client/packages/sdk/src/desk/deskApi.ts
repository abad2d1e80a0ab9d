import type { NativeHttp } from '../http/nativeHttp.ts';
import { pageQuery } from '../http/pageQuery.ts';
import { expectSuccess, readBody } from '../http/request.ts';
import type { Page, PageQuery } from '../model.ts';
import type {
  DeskAccess,
  DeskReport,
  Erasure,
  ErasureSummary,
  PastChat,
  Proof,
  ReportDecision,
  ReportState,
  Statistics,
  StatisticsQuery,
  Timeline,
  UnansweredChat,
} from './types.ts';

/** Entries of a timeline, or messages of a past state, in one answer. */
const AUDIT_PAGE_SIZE = 200;

/** What admins and moderators do besides taking part. All methods reject with a `VestnikError`. */
export class DeskApi {
  readonly #http: NativeHttp;
  readonly #path: { readonly realm: string };
  /** Of the descriptions of events. */
  readonly language: string;

  constructor(http: NativeHttp, realm: string, language: string) {
    this.#http = http;
    this.#path = { realm };
    this.language = language;
  }

  /** Open ones: the oldest first; closed ones: the latest decision first. */
  async reports(state: ReportState, query: PageQuery): Promise<Page<DeskReport>> {
    const params = { path: this.#path, query: { state, ...pageQuery(query) } };
    const page = await readBody(this.#http.GET('/v1/{realm}/desk/reports', { params }));
    return { items: page.reports, nextCursor: page.next_cursor };
  }

  async decide(id: number, decision: ReportDecision): Promise<DeskReport> {
    const params = { path: { ...this.#path, id } };
    return readBody(
      this.#http.POST('/v1/{realm}/desk/reports/{id}', { params, body: { decision } }),
    );
  }

  /** The longest wait first. */
  async unanswered(query: PageQuery): Promise<Page<UnansweredChat>> {
    const params = { path: this.#path, query: pageQuery(query) };
    const page = await readBody(this.#http.GET('/v1/{realm}/desk/unanswered', { params }));
    return { items: page.chats, nextCursor: page.next_cursor };
  }

  async statistics(query: StatisticsQuery): Promise<Statistics> {
    const params = { path: this.#path, query };
    return readBody(this.#http.GET('/v1/{realm}/desk/statistics', { params }));
  }

  /** All events of a chat, the oldest first. */
  async timeline(chatId: number, cursor: string | undefined): Promise<Timeline> {
    const query = pageQuery({ cursor, limit: AUDIT_PAGE_SIZE });
    const params = { path: { ...this.#path, id: chatId }, query };
    const headers = { 'Accept-Language': this.language };
    return readBody(this.#http.GET('/v1/{realm}/desk/chats/{id}/timeline', { params, headers }));
  }

  /** A chat as its members saw it at a time: its newest messages before `beforeId`. */
  async chatAt(chatId: number, time: string, beforeId?: number): Promise<PastChat> {
    const query = {
      time,
      limit: AUDIT_PAGE_SIZE,
      ...(beforeId !== undefined && { before_id: beforeId }),
    };
    const params = { path: { ...this.#path, id: chatId }, query };
    return readBody(this.#http.GET('/v1/{realm}/desk/chats/{id}/at', { params }));
  }

  /** Records why the caller reads a chat without being its member. The reason counts for that day (UTC). */
  async giveReason(chatId: number, reason: string): Promise<void> {
    const params = { path: { ...this.#path, id: chatId } };
    await expectSuccess(
      this.#http.POST('/v1/{realm}/desk/chats/{id}/access', { params, body: { reason } }),
    );
  }

  /** Accesses by readers who are not members of a chat, the newest first. */
  async accesses(query: PageQuery): Promise<Page<DeskAccess>> {
    const params = { path: this.#path, query: pageQuery(query) };
    const page = await readBody(this.#http.GET('/v1/{realm}/desk/accesses', { params }));
    return { items: page.accesses, nextCursor: page.next_cursor };
  }

  async proof(): Promise<Proof> {
    return readBody(this.#http.GET('/v1/{realm}/desk/proof', { params: { path: this.#path } }));
  }

  /** Begins to verify the log. */
  async verify(): Promise<Proof> {
    return readBody(this.#http.POST('/v1/{realm}/desk/proof', { params: { path: this.#path } }));
  }

  async erasure(userId: number): Promise<Erasure> {
    const params = { path: { ...this.#path, id: userId } };
    return readBody(this.#http.GET('/v1/{realm}/desk/users/{id}/erasure', { params }));
  }

  /** Asks the operator of the server to erase a person, whose name confirms it. */
  async requestErasure(userId: number, confirmName: string): Promise<Erasure> {
    const params = { path: { ...this.#path, id: userId } };
    const body = { confirm_name: confirmName };
    return readBody(this.#http.POST('/v1/{realm}/desk/users/{id}/erasure', { params, body }));
  }

  async withdrawErasure(userId: number): Promise<void> {
    const params = { path: { ...this.#path, id: userId } };
    await expectSuccess(this.#http.DELETE('/v1/{realm}/desk/users/{id}/erasure', { params }));
  }

  /** The newest first. */
  async erasures(query: PageQuery): Promise<Page<ErasureSummary>> {
    const params = { path: this.#path, query: pageQuery(query) };
    const page = await readBody(this.#http.GET('/v1/{realm}/desk/erasures', { params }));
    return { items: page.erasures, nextCursor: page.next_cursor };
  }
}
