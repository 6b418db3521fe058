import { type Request, RequestError } from 'got';
import { ConnectError, readErrorCode } from '../connections/connection-error.ts';
import { DomiError } from '../oauth/errors.ts';
import type { ExchangeResult, ExchangeTerms } from './exchange-result.ts';
import { ExchangeTimer } from './exchange-timer.ts';
import { readResponse } from './read-response.ts';
import { createTooLargeError, MAX_RESPONSE_BYTES } from './response-limits.ts';

/** One request of got, from the wait for a place to the end of the response. */
export class GotExchange {
  readonly #result: ExchangeResult;
  readonly #isForwarded: boolean;
  readonly #timer: ExchangeTimer;
  readonly #over = Promise.withResolvers<void>();
  readonly #chunks: Buffer[] = [];
  #bytes = 0;
  #stream: Request | undefined;
  #isOver = false;

  /** Node keeps an error of a request back until there is a socket, so the time-outs of got would be late. */
  constructor(terms: ExchangeTerms, result: ExchangeResult) {
    this.#result = result;
    this.#isForwarded = terms.isForwarded;
    this.#timer = new ExchangeTimer(terms, (error) => this.#fail(error));
  }

  /** Whether nobody waits for it any more, so that it need not begin. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /**
   * Called when Node gives the request its connected socket; Node writes to it in the same step.
   * @returns false when nothing must be written any more
   */
  handOver(): boolean {
    return !this.#isOver && this.#timer.beginWriting();
  }

  /** Reads the response of a request that has begun. Resolves when the exchange is over, however it ends. */
  follow(stream: Request): Promise<void> {
    this.#stream = stream;
    stream.on('data', (chunk: Buffer) => this.#add(chunk));
    // Stays: errors that come after the end have nobody who waits for them.
    stream.on('error', (error) => this.#fail(translateError(error, this.#timer.isWritten)));
    stream.once('end', () => this.#end());
    return this.#over.promise;
  }

  #add(chunk: Buffer): void {
    this.#bytes += chunk.length;
    this.#chunks.push(chunk);
    if (this.#bytes > MAX_RESPONSE_BYTES) this.#fail(createTooLargeError());
  }

  #end(): void {
    if (this.#isOver) return;
    this.#settle();
    const { statusCode: status = 0, headers = {} } = this.#stream?.response ?? {};
    try {
      this.#result.resolve(readResponse({ status, headers, chunks: this.#chunks }, this.#isForwarded));
    } catch (error) {
      this.#result.reject(error as ConnectError | DomiError);
    }
  }

  #fail(error: ConnectError | DomiError): void {
    if (this.#isOver) return;
    this.#settle();
    this.#result.reject(error);
    this.#stream?.destroy();
  }

  #settle(): void {
    this.#isOver = true;
    this.#over.resolve();
    this.#timer.stop();
  }
}

/**
 * Errors of got carry its options: client secret, form, URL. None of that leaves this function, not even as `cause`.
 */
function translateError(error: unknown, isHandedOver: boolean): ConnectError | DomiError {
  const cause = error instanceof RequestError ? error.cause : undefined;
  if (cause instanceof ConnectError) return cause;
  const reason = readErrorCode(error);
  return isHandedOver ? new DomiError('provider_connection_lost', { reason }) : new ConnectError(reason);
}
