// Makes the Secret with one seal key, unless it is there: asks the API server to create it, and nothing else. The key exists in
// this process and in the Secret only. Run by a Job before an installation or upgrade.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import https from 'node:https';
import path from 'node:path';

const { ACCOUNT_FOLDER, SECRET_NAME, SECRET_KEY, RELEASE_NAME } = process.env;
const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port } = process.env;
const TIMEOUT_MS = 20_000;

const readAccount = (name) => readFileSync(path.join(ACCOUNT_FOLDER, name), 'utf8').trim();

function post(url, body) {
  return new Promise((resolve, reject) => {
    const request = https.request(url, {
      method: 'POST',
      ca: readAccount('ca.crt'),
      headers: { authorization: `Bearer ${readAccount('token')}`, 'content-type': 'application/json' },
      timeout: TIMEOUT_MS,
    });
    request.on('timeout', () => request.destroy(new Error(`no answer within ${TIMEOUT_MS / 1000} s`)));
    request.on('error', reject);
    request.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part) => {
        text += part;
      });
      response.on('end', () => resolve({ status: response.statusCode, text }));
    });
    request.end(JSON.stringify(body));
  });
}

function end(code, sentence) {
  console.log(sentence);
  process.exitCode = code;
}

/** What the API server says; never more, since the answer to a creation holds the key. */
function readReason(text) {
  try {
    return JSON.parse(text).message ?? 'no reason given';
  } catch {
    return 'no reason given';
  }
}

const namespace = readAccount('namespace');
const secret = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: {
    name: SECRET_NAME,
    // The release owns it by name only: it is in no manifest.
    labels: { 'app.kubernetes.io/managed-by': 'Helm' },
    annotations: {
      'helm.sh/resource-policy': 'keep',
      'meta.helm.sh/release-name': RELEASE_NAME,
      'meta.helm.sh/release-namespace': namespace,
    },
  },
  type: 'Opaque',
  stringData: { [SECRET_KEY]: `k1:${randomBytes(32).toString('base64url')}` },
};

const address = host.includes(':') ? `[${host}]` : host;
try {
  const { status, text } = await post(
    `https://${address}:${port}/api/v1/namespaces/${namespace}/secrets`,
    secret,
  );
  if (status === 201) end(0, `Secret ${SECRET_NAME} is made, with one seal key`);
  else if (status === 409) end(0, `Secret ${SECRET_NAME} is there already and stays as it is`);
  else end(1, `Secret ${SECRET_NAME} cannot be made: the API server answers ${status}: ${readReason(text)}`);
} catch (error) {
  end(1, `the API server at ${host}:${port} cannot be asked: ${error.message}`);
}
