type Json = Record<string, unknown>;

const FIELDS = ['clientId', 'clientSecret', 'clientKey', 'clientCertificate'] as const;

/** Applies a function to every place of a credential that the record of a tenant names; whatever the record is. */
export function mapSources(record: unknown, map: (source: Json) => Json): unknown {
  const mapAny = (source: unknown): unknown => {
    if (Array.isArray(source)) return source.map(mapAny);
    return isObject(source) ? map(source) : source;
  };
  const mapProvider = (provider: unknown): unknown => {
    if (!isObject(provider)) return provider;
    const mapped: Json = { ...provider };
    for (const field of FIELDS) if (field in mapped) mapped[field] = mapAny(mapped[field]);
    const webhook = mapped['webhook'];
    if (isObject(webhook) && 'secret' in webhook)
      mapped['webhook'] = { ...webhook, secret: mapAny(webhook['secret']) };
    return mapped;
  };
  const providers = isObject(record) ? record['providers'] : undefined;
  if (!isObject(record) || !isObject(providers)) return record;
  const mapped = Object.entries(providers).map(([id, provider]) => [id, mapProvider(provider)]);
  return { ...record, providers: Object.fromEntries(mapped) };
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
