import type { ConnectError } from '../connections/connection-error.ts';
import type { DomiError } from '../oauth/errors.ts';
import type { ExchangeTerms } from './exchange-result.ts';
import { createTimeoutError } from './response-limits.ts';

/**
 * The two ends of an exchange by one timer: until when its request may be written, and until when its response must be
 * complete.
 */
export class ExchangeTimer {
  readonly #monotonic: () => number;
  readonly #sendBefore: number;
  readonly #endsAt: number;
  readonly #expire: (error: ConnectError | DomiError) => void;
  #timer: NodeJS.Timeout;
  #isWritten = false;

  /** @param expire called at most once, when the time is up */
  constructor(
    { budget, sendWithin, monotonic }: ExchangeTerms,
    expire: (error: ConnectError | DomiError) => void,
  ) {
    this.#monotonic = monotonic;
    this.#sendBefore = monotonic() + sendWithin;
    this.#endsAt = monotonic() + budget;
    this.#expire = expire;
    this.#timer = setTimeout(() => this.#fire(), sendWithin);
  }

  /** Whether the request was handed to a connection, so that the provider may have it. */
  get isWritten(): boolean {
    return this.#isWritten;
  }

  /**
   * To be called in the step in which the request would be written. It looks at the clock, since a connection that was made
   * while this process stood still is seen before the timer.
   * @returns false when it is too late: the exchange is over then, and nothing must be written
   */
  beginWriting(): boolean {
    if (this.#monotonic() > this.#sendBefore) {
      this.stop();
      this.#expire(createTimeoutError(false));
      return false;
    }
    this.#isWritten = true;
    return true;
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #fire(): void {
    const left = this.#endsAt - this.#monotonic();
    if (this.#isWritten && left >= 1) this.#timer = setTimeout(() => this.#fire(), left);
    else this.#expire(createTimeoutError(this.#isWritten));
  }
}
