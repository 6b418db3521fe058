/**
 * Licences that a package may have (SPDX identifiers): each lets us use, change and pass on the package without conditions for
 * our own code. The copyright notices are in the packages, and so in the image.
 */
export const ALLOWED_LICENCES: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  // The font: may be passed on with a program, and keeps its licence.
  'OFL-1.1',
  // argparse, a part of js-yaml: the licence of Python.
  'PSF-2.0',
]);

/** The same for packages that only develop and test with: files under them are neither changed nor passed on. */
export const ALLOWED_IN_DEVELOPMENT: ReadonlySet<string> = new Set([...ALLOWED_LICENCES, 'MPL-2.0']);

/**
 * Whether a licence expression (SPDX 2.3, annex D) can be satisfied with these licences. Expressions that mix AND and OR are
 * not understood, and count as not allowed.
 */
export function isLicenceAllowed(expression: string, allowed: ReadonlySet<string>): boolean {
  const text = expression.replace(/^\((.*)\)$/, '$1');
  const [choices, parts] = [text.split(' OR '), text.split(' AND ')];
  if (choices.length > 1 && parts.length > 1) return false;
  return parts.length > 1 ? parts.every((id) => allowed.has(id)) : choices.some((id) => allowed.has(id));
}
