/** No connection was made: nothing of the request has been sent. The message is for operators and holds no secret. */
export class ConnectError extends Error {
  override readonly name = 'ConnectError';
  /** Whether the next attempt would fail for the same cause. */
  readonly isFinal: boolean;

  constructor(reason: string, isFinal = false) {
    super(reason);
    this.isFinal = isFinal;
  }
}

/** @returns the code of an error, else the name of its class: messages may quote what they are about */
export function readErrorCode(error: unknown): string {
  const { code, name } = error instanceof Error ? (error as NodeJS.ErrnoException) : {};
  return (
    [code, name].find((text) => typeof text === 'string' && /^[A-Za-z0-9_]{1,60}$/.test(text)) ?? 'unknown'
  );
}
