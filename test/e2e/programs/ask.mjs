/**
 * Sends one request for each address of the arguments and prints one line of JSON for it: status, body, and the serial number
 * of the server's certificate. An address is `http(s)://host:port/path`, with `|Host` or `|Host|token` after it for the Host
 * header and a bearer token.
 */
import http from 'node:http';
import https from 'node:https';

for (const argument of process.argv.slice(2)) console.log(JSON.stringify(await ask(...argument.split('|'))));

function ask(address, host, token) {
  const url = new URL(address);
  const headers = { accept: 'application/json' };
  if (host) headers.host = host;
  if (token) headers.authorization = `Bearer ${token}`;
  return new Promise((resolve) => {
    const { get } = url.protocol === 'https:' ? https : http;
    // Inside the cluster the name differs from that of the certificate; whose it is, the serial number says.
    const options = { headers, agent: false, timeout: 30_000, rejectUnauthorized: false };
    const sent = get(url, options, async (answer) => {
      const serial = answer.socket.getPeerCertificate?.().serialNumber ?? '';
      let body = '';
      for await (const chunk of answer.setEncoding('utf8')) body += chunk;
      resolve({ status: answer.statusCode, serial, body });
    });
    sent.on('timeout', () => sent.destroy(new Error('no answer within 30 s')));
    sent.on('error', ({ code, message }) => resolve({ status: 0, serial: '', body: code ?? message }));
  });
}
