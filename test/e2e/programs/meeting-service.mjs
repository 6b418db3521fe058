/**
 * Stands in for a meeting service inside the cluster: issues single-use refresh tokens, and says what it has seen. Runs in
 * the service's own image.
 *
 * POST /token   RFC 6749: a refresh gives new tokens; a token that comes a second time is refused and counted
 * POST /revoke  RFC 7009: always 200
 * GET /seen     { refreshes, twice, latest }: refreshes, tokens that came twice, the client secret of the latest refresh
 */
import http from 'node:http';

const spent = new Set();
let latest = '';
let refreshes = 0;
let twice = 0;

http
  .createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    const [status, answer] = reply(request, new URLSearchParams(body));
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  })
  .listen(8080);

function reply({ url, headers }, form) {
  if (url === '/seen') return [200, { refreshes, twice, latest }];
  if (url === '/revoke') return [200, {}];
  if (form.get('grant_type') !== 'refresh_token') return [400, { error: 'invalid_grant' }];
  latest = readSecret(headers.authorization, form);
  const token = form.get('refresh_token') ?? '';
  if (spent.has(token)) {
    twice += 1;
    return [400, { error: 'invalid_grant' }];
  }
  spent.add(token);
  refreshes += 1;
  return [
    200,
    {
      access_token: `access-${refreshes}`,
      refresh_token: `refresh-${refreshes}`,
      token_type: 'bearer',
      expires_in: 3600,
    },
  ];
}

/** By `client_secret_basic` or `client_secret_post` (RFC 6749 section 2.3.1). */
function readSecret(authorization = '', form) {
  if (!authorization.startsWith('Basic ')) return form.get('client_secret') ?? '';
  const [, secret = ''] = Buffer.from(authorization.slice(6), 'base64').toString().split(':');
  return decodeURIComponent(secret.replaceAll('+', ' '));
}
