/** Whether a name or address never leaves the machine: RFC 6761 section 6.3, RFC 1122 section 3.2.1.3. */
export function isLoopbackName(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127\.\d+\.\d+\.\d+$/.test(hostname)
  );
}
