import { type Dispatcher, errors } from 'undici';
import { ConnectError, readErrorCode } from '../connections/connection-error.ts';
import { DomiError } from '../oauth/errors.ts';
import type { ExchangeResult, ExchangeTerms } from './exchange-result.ts';
import { ExchangeTimer } from './exchange-timer.ts';
import { type ReceivedResponse, readResponse } from './read-response.ts';
import { createTooLargeError } from './response-limits.ts';

/**
 * One request of undici, from the queue to the end of the response. undici calls `onRequestStart` in the same step in
 * which it writes to the connected socket: before that, nothing has been sent, and afterwards anything may have been.
 */
export class UndiciExchange implements Dispatcher.DispatchHandler {
  readonly #result: ExchangeResult;
  readonly #isForwarded: boolean;
  readonly #timer: ExchangeTimer;
  readonly #chunks: Buffer[] = [];
  #head: Omit<ReceivedResponse, 'chunks'> | undefined;
  /** Set from the moment at which the request is written. */
  #controller: Dispatcher.DispatchController | undefined;
  #isOver = false;

  constructor(terms: ExchangeTerms, result: ExchangeResult) {
    this.#result = result;
    this.#isForwarded = terms.isForwarded;
    this.#timer = new ExchangeTimer(terms, (error) => this.#fail(error));
  }

  /** @throws Error to keep undici from writing: it is too late, or the request has been written before */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.#isOver || this.#controller !== undefined || !this.#timer.beginWriting()) {
      throw new Error('not to be written');
    }
    this.#controller = controller;
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: ReceivedResponse['headers'],
  ): void {
    // Informational responses may come first; the last one is the final one.
    this.#head = { status, headers };
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    if (this.#isOver || this.#head === undefined) return;
    this.#settle();
    try {
      this.#result.resolve(readResponse({ ...this.#head, chunks: this.#chunks }, this.#isForwarded));
    } catch (error) {
      this.#result.reject(error as ConnectError | DomiError);
    }
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (this.#isOver) return;
    this.#settle();
    this.#result.reject(this.#translate(error));
  }

  #translate(error: Error): ConnectError | DomiError {
    if (error instanceof ConnectError) return error;
    const reason = readErrorCode(error);
    if (this.#controller === undefined) return new ConnectError(reason);
    if (error instanceof errors.ResponseExceededMaxSizeError) return createTooLargeError();
    return new DomiError('provider_connection_lost', { reason });
  }

  #fail(error: ConnectError | DomiError): void {
    this.#settle();
    this.#result.reject(error);
    this.#controller?.abort(new Error('no response in time'));
  }

  #settle(): void {
    this.#isOver = true;
    this.#timer.stop();
  }
}
