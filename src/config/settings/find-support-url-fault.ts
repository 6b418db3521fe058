/** @returns a fault that continues the name of the setting, or undefined */
export function findSupportUrlFault(text: string): string | undefined {
  const { protocol, username, password } = URL.parse(text) ?? {};
  // A `javascript:` address would run in our page when a user clicks it.
  if (protocol !== 'https:' && protocol !== 'mailto:') return 'must be an https:// or mailto: address';
  return username || password ? 'must not contain a user name or password' : undefined;
}
