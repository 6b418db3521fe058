/**
 * Acts as the Notes client against a release: tests what must work before anybody has signed in. Run by `helm test`, in a pod
 * with the service's own image. Exits 0 when every check passes.
 *
 * SERVICE_URL     web port inside the cluster, http://domi:80
 * MANAGEMENT_URL  management port inside the cluster
 * PUBLIC_URLS     comma-separated addresses that users see; their hosts are sent in the Host header
 */
import http from 'node:http';
import https from 'node:https';

/** Notes gives up after this time. */
const TIMEOUT_MS = 30_000;

const { SERVICE_URL, MANAGEMENT_URL, PUBLIC_URLS = '' } = process.env;
let failures = 0;

await check('the service is ready', async () => {
  const { status } = await get(new URL('/readyz', MANAGEMENT_URL));
  expect(status === 200, `/readyz answers ${status}`);
});

await check('metrics are there', async () => {
  const { body } = await get(new URL('/metrics', MANAGEMENT_URL));
  expect(body.includes('domi_build_info'), '/metrics has no domi_build_info');
});

for (const publicUrl of PUBLIC_URLS.split(',').filter(Boolean)) await playClient(new URL(publicUrl));

console.log(failures === 0 ? 'all checks passed' : `${failures} check(s) failed`);
process.exitCode = failures === 0 ? 0 : 1;

/** The steps of a Notes client at one address. */
async function playClient(publicUrl) {
  const prefix = publicUrl.pathname.replace(/\/+$/, '');
  const ask = (path, headers = {}) =>
    get(new URL(SERVICE_URL), `${prefix}${path}`, { host: publicUrl.host, ...headers });
  let services = [];

  await check(`${publicUrl}: the landing page offers a service`, async () => {
    const { status, type, body } = await ask('/');
    expect(status === 200 && type.startsWith('text/html'), `answers ${status} ${type}`);
    services = [...body.matchAll(/href="([^"]*)\/index\.html"/g)].map(([, href]) => href.split('/').at(-1));
    expect(services.length > 0, 'no service is enabled: has every one a client id and a secret?');
  });

  for (const service of services) {
    await check(`${publicUrl}: ${service} sends the browser to its login`, async () => {
      const { status, headers } = await ask(`/${service}/index.html`);
      expect(status === 302 && /^https?:/.test(headers.location ?? ''), `answers ${status}`);
    });

    // Two slashes: Notes appends a path with a leading slash to a root address with a trailing one.
    for (const path of [`/${service}Refresh`, `//${service}Refresh`]) {
      await check(`${publicUrl}: ${path} without a token is refused in JSON`, async () => {
        const { status, type, body } = await ask(path);
        expect(status === 401, `answers ${status}`);
        expect(type.startsWith('application/json'), `answers with ${type}`);
        const values = Object.values(JSON.parse(body));
        expect(
          values.every((value) => typeof value !== 'object'),
          'the JSON is not flat',
        );
        expect(typeof JSON.parse(body).error === 'string', 'error is not a text');
      });
    }
  }

  await check(`${publicUrl}: the Authorization header arrives`, async () => {
    const { body } = await ask('/diag', { authorization: 'Bearer not-a-real-token' });
    expect(JSON.parse(body).authorization_present === true, body);
  });
}

async function check(name, run) {
  try {
    await run();
    console.log(`ok      ${name}`);
  } catch (error) {
    failures += 1;
    console.log(`FAILED  ${name}: ${error.message}`);
  }
}

function expect(isTrue, message) {
  if (!isTrue) throw new Error(message);
}

/** Sends requests like libcurl in Notes: GET with a content type, accepts JSON, follows no redirects. */
function get(url, path = url.pathname, headers = {}) {
  const { request } = url.protocol === 'https:' ? https : http;
  const options = {
    path,
    headers: { 'content-type': 'application/json', ...headers },
    timeout: TIMEOUT_MS,
    // Inside the cluster the host name differs from that of the certificate, which is not tested here.
    rejectUnauthorized: false,
  };
  return new Promise((resolve, reject) => {
    const sent = request(url, options, async (answer) => {
      let body = '';
      for await (const chunk of answer.setEncoding('utf8')) body += chunk;
      const { statusCode: status, headers } = answer;
      resolve({ status, headers, type: headers['content-type'] ?? '', body });
    });
    sent.on('timeout', () => sent.destroy(new Error(`no answer within ${TIMEOUT_MS / 1000} s`)));
    sent.on('error', reject);
    sent.end();
  });
}
