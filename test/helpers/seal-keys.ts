/** 32 bytes in base64url that are always the same for a number, and another key for each: for DOMI_SEAL_KEYS. */
export function sealKeyOf(number: number): string {
  return Buffer.from(Array.from({ length: 32 }, (_, index) => (number * 41 + index * 7) % 256)).toString(
    'base64url',
  );
}
