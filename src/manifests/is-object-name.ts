/** Whether a name leaves room for what the build appends to it. */
export function isObjectName(value: unknown): value is string {
  return typeof value === 'string' && /^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$/.test(value);
}
