/** How secrets are printed. */
export type SecretOutput =
  /** Where each one is, and nothing else. */
  | { readonly kind: 'place' }
  /** The values themselves, because somebody asked for them. */
  | { readonly kind: 'value' }
  /** The path of a file that holds it, by name. */
  | { readonly kind: 'file'; readonly paths: ReadonlyMap<string, string> };
