// SPDX-License-Identifier: Apache-2.0
// The provider of identities that npm has, with one client and whoever types a name; its keys can change.
import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';

export const kSecret = 'district secret/+';

function realProvider(issuer, redirect) {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = { ...privateKey.export({ format: 'jwk' }), kid: `k${Math.random()}`, use: 'sig', alg: 'RS256' };
  return new Provider(issuer, {
    clients: [{ client_id: 'taizhang', client_secret: kSecret, redirect_uris: [redirect],
      token_endpoint_auth_method: 'client_secret_basic' }],
    jwks: { keys: [key] },
    cookies: { keys: ['made up for this test'] },
    pkce: { required: () => true, methods: ['S256'] },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
    features: { devInteractions: { enabled: true } },
  });
}

// `host`: a name of this machine, which the issuer has.
export async function startReal(host, redirect) {
  let handle;
  const server = createServer((request, response) => handle(request, response));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://${host}:${server.address().port}`;
  const renew = () => {
    handle = realProvider(issuer, redirect).callback();
  };
  renew();
  return { issuer, renew, stop: () => new Promise((resolve) => { server.closeAllConnections(); server.close(resolve); }) };
}
