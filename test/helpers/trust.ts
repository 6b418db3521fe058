import tls from 'node:tls';

/** Makes this process trust an authority until the suite is over, as `NODE_EXTRA_CA_CERTS` does from its start. */
export function trustWithinSuite(findCertificate: () => string | undefined): void {
  let former: readonly string[] = [];
  before(() => {
    former = tls.getCACertificates('default');
    const own = findCertificate();
    if (own !== undefined) tls.setDefaultCACertificates([...former, own]);
  });
  after(() => tls.setDefaultCACertificates(former));
}
