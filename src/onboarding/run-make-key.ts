import { type KeyOrder, makeKey } from './make-key.ts';

export interface MakeKeyOptions extends KeyOrder {
  readonly write: (text: string) => void;
}

/** EX_CANTCREAT of sysexits.h. */
const EXIT_CANNOT_CREATE = 73;

/**
 * Runs `domi onboard --make-key`: makes a key with its certificate request, and prints where they are, not what they are.
 * @returns 0, or 73 when a file is there already or cannot be written
 */
export function runMakeKey({ write, ...order }: MakeKeyOptions): number {
  try {
    const { key, request, publicKey, certificate } = makeKey(order);
    const files: [path: string, use: string][] = [
      [key, 'private key: keep it secret, and name it in clientKey'],
      [request, 'certificate request: for your certificate authority'],
      [publicKey, 'public key: for a provider that takes keys without certificates'],
    ];
    if (certificate !== undefined)
      files.push([
        certificate,
        'self-signed certificate: upload it to the provider, and name it in clientCertificate',
      ]);
    write(files.map(([path, use]) => `${path}  ${use}\n`).join(''));
    return 0;
  } catch (error) {
    const { code = 'unknown', path = order.folder } = error as NodeJS.ErrnoException;
    const reason =
      code === 'EEXIST' ? 'is there already, and is not replaced' : `cannot be written (${code})`;
    write(`${path} ${reason}\n`);
    return EXIT_CANNOT_CREATE;
  }
}
