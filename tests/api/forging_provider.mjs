// SPDX-License-Identifier: Apache-2.0
// A provider of identities that gives whatever token a test makes, by Node's own cryptography. What it is
// asked is kept, and a test may put anything in place of an answer.
import { createHmac, createSign, generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';

const text = (value) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

export class Key {
  constructor(id, kind = 'ec') {
    this.id = id;
    const pair = kind === 'ec' ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
      : generateKeyPairSync('rsa', { modulusLength: 2048 });
    this.private = pair.privateKey;
    this.jwk = { ...pair.publicKey.export({ format: 'jwk' }), kid: id, use: 'sig' };
  }

  sign(algorithm, claims, head = {}) {
    const signed = `${text({ alg: algorithm, kid: this.id, ...head })}.${text(claims)}`;
    if (algorithm === 'none') return `${signed}.`;
    if (algorithm === 'HS256') {
      return `${signed}.${createHmac('sha256', JSON.stringify(this.jwk)).update(signed).digest('base64url')}`;
    }
    const signature = createSign('sha256').update(signed)
      .sign({ key: this.private, dsaEncoding: 'ieee-p1363' }).toString('base64url');
    return `${signed}.${signature}`;
  }
}

export class ForgingProvider {
  // tls: { key, cert } or nothing.
  static async start(tls) {
    const self = new ForgingProvider();
    const answer = (request, response) => self.answer(request, response);
    self.server = tls ? createTlsServer(tls, answer) : createServer(answer);
    await new Promise((resolve) => self.server.listen(0, '127.0.0.1', resolve));
    self.issuer = `${tls ? 'https' : 'http'}://127.0.0.1:${self.server.address().port}`;
    self.reset();
    return self;
  }

  reset() {
    this.key = new Key('one');
    this.keys = [this.key.jwk];
    this.asked = [];
    this.nonce = '';
    this.token = (claims) => this.key.sign('ES256', claims);
    this.replies = {};  // by path, in place of the usual
    this.metadata = {};
  }

  claims(changes = {}) {
    const now = Math.floor(Date.now() / 1000);
    return { iss: this.issuer, aud: 'taizhang', sub: 'u-17', nonce: this.nonce, iat: now, exp: now + 60, ...changes };
  }

  async answer(request, response) {
    const path = new URL(request.url, this.issuer).pathname;
    let body = '';
    for await (const piece of request) body += piece;
    this.asked.push({ path, body, authorization: request.headers.authorization });
    const usual = {
      '/.well-known/openid-configuration': () => ({ issuer: this.issuer,
        authorization_endpoint: `${this.issuer}/auth`, token_endpoint: `${this.issuer}/token`,
        jwks_uri: `${this.issuer}/keys`, code_challenge_methods_supported: ['S256'], ...this.metadata }),
      '/keys': () => ({ keys: this.keys }),
      '/token': () => ({ access_token: 'a', token_type: 'Bearer', id_token: this.token(this.claims()) }),
    };
    if (this.replies[path]) {
      this.replies[path](request, response);
    } else {
      response.writeHead(usual[path] ? 200 : 404, { 'content-type': 'application/json' });
      response.end(JSON.stringify(usual[path]?.() ?? {}));
    }
  }

  count(path) {
    return this.asked.filter((one) => one.path === path).length;
  }

  stop() {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(resolve));
  }
}
