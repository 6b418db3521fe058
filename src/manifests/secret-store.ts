/** Where the External Secrets Operator finds the values. */
export interface SecretStore {
  readonly kind: 'SecretStore' | 'ClusterSecretStore';
  readonly name: string;
  /** Key of a tenant's values in the store, with `{tenant}` for its id; each secret is a property there. */
  readonly remoteKey: string;
}

/** A name of an object in Kubernetes. */
const STORE_NAME = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/;

export function isStoreName(value: unknown): value is string {
  return typeof value === 'string' && STORE_NAME.test(value);
}

/** Without the id of the tenant in it, all tenants would get the values of one. */
export function isRemoteKey(value: unknown): value is string {
  return typeof value === 'string' && value.includes('{tenant}');
}

/** Whether a value has the form of a store, as a lock keeps it. */
export function isSecretStore(value: unknown): value is SecretStore {
  const { kind, name, remoteKey } = Object(value);
  return (
    (kind === 'SecretStore' || kind === 'ClusterSecretStore') && isStoreName(name) && isRemoteKey(remoteKey)
  );
}
