export type OidcLibrary = typeof import('oidc-provider');

/**
 * oidc-provider warns on import when Node's release line does not have long-term support yet. The project pins Node, so
 * that warning is noise in the demo; every other warning is printed.
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
