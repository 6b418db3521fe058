export type OidcLibrary = typeof import('oidc-provider');

/**
 * oidc-provider warns on import when Node's release line is not yet declared long-term support. We pin Node
 * ourselves, so for a user of the demo that line is only noise; every other warning passes.
 */
export async function loadOidcProvider(): Promise<OidcLibrary> {
  const { warn } = console;
  console.warn = (...parts: unknown[]) => {
    if (!String(parts[0]).includes('oidc-provider WARNING: Unsupported runtime')) warn(...parts);
  };
  try {
    return await import('oidc-provider');
  } finally {
    console.warn = warn;
  }
}
