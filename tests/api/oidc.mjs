// SPDX-License-Identifier: Apache-2.0
// oidc.mjs PROGRAM: signing in by OpenID Connect. First by a real provider, through its own pages and
// cookies, with keys that change; then by one that forges. Who is not linked, not enabled or not vouched
// for stays outside, and what happened is in the log.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import assert from 'node:assert/strict';
import { Browser, Office } from './office.mjs';
import { ForgingProvider, Key } from './forging_provider.mjs';
import { byChromium } from './oidc_browser.mjs';
import { kSecret, startReal } from './real_provider.mjs';

const program = process.argv[2];
// Nobody listens there: the test brings what comes after it to the server itself.
const kRedirect = 'http://127.0.0.1:9/api/v1/session/oidc/callback';
const kStart = '/api/v1/session/oidc';

function settings(office, issuer) {
  const file = join(office.folder, 'oidc.yaml');
  writeFileSync(file, `oidc-client-id: taizhang\noidc-client-secret: ${kSecret}\n`, { mode: 0o600 });
  return ['--config', file, '--oidc-issuer', issuer, '--oidc-redirect', kRedirect];
}

// --- a real provider ---

// Through the provider's own pages, as a browser goes, to the address it sends the browser back to.
async function throughPages(issuer, address, login) {
  const browser = new Browser(issuer);
  let answer = await browser.ask('GET', address);
  for (let steps = 0; steps < 12; ++steps) {
    const place = answer.headers.get('location');
    if (place?.startsWith(kRedirect)) return place.slice('http://127.0.0.1:9'.length);
    if (place) {
      answer = await browser.ask('GET', new URL(place, issuer).href);
    } else {
      const action = answer.text.match(/<form[^>]*action="([^"]+)"/)?.[1];
      const prompt = answer.text.match(/name="prompt" value="([^"]+)"/)?.[1];
      assert.ok(action && prompt, `a page with a form: ${answer.status} ${answer.text.slice(0, 400)}`);
      answer = await browser.ask('POST', new URL(action, issuer).href, {
        body: new URLSearchParams({ prompt, login, password: 'any' }).toString(),
        headers: { 'content-type': 'application/x-www-form-urlencoded' } });
    }
  }
  throw new Error('the provider sends the browser round and round');
}

async function signInByPages(office, provider, login, to = '') {
  const person = new Browser(office.address);
  const away = await person.ask('GET', kStart + (to ? `?to=${encodeURIComponent(to)}` : ''));
  assert.equal(away.status, 303, away.text);
  const callback = await throughPages(provider.issuer, away.headers.get('location'), login);
  return { person, callback, back: await person.ask('GET', callback) };
}

async function byARealProvider(office, provider) {
  const stranger = await signInByPages(office, provider, 'li.ming');
  assert.equal(stranger.back.status, 401);
  assert.equal(stranger.back.json.code, 'not_linked');
  office.taizhang('user', 'link', '--data', office.data, 'shuji', '--issuer', provider.issuer, '--subject', 'li.ming');
  assert.match(office.taizhang('user', 'links', '--data', office.data, 'shuji'), /\tli\.ming\t/);

  const first = await signInByPages(office, provider, 'li.ming', '/ledgers?area=11');
  assert.equal(first.back.status, 303, first.back.text);
  assert.equal(first.back.headers.get('location'), '/ledgers?area=11');
  assert.ok(first.back.headers.getSetCookie().some((set) => /^tz_session=.*HttpOnly; SameSite=Strict/.test(set)));
  assert.ok(!first.person.cookies.has('tz_oidc'), 'the attempt is spent');
  const me = await first.person.ask('GET', '/api/v1/me');
  assert.equal(me.status, 200);
  assert.equal(me.json.name, 'shuji');
  assert.equal(me.json.must_change_password, false);
  const made = await first.person.ask('POST', '/api/v1/me/tokens', { body: { title: '大屏', permissions: ['read_figures'], days: 1 } });
  assert.equal(made.status, 201, 'a session like any other');
  assert.equal((await first.person.ask('GET', first.callback)).status, 401, 'nobody comes back twice');

  // Another person of that provider is nobody here.
  assert.equal((await signInByPages(office, provider, 'wang.fang')).back.json.code, 'not_linked');
  // The session before ends where the browser shows it.
  const again = new Browser(office.address);
  again.cookies.set('tz_session', first.person.cookies.get('tz_session'));
  const away = await again.ask('GET', kStart);
  await again.ask('GET', await throughPages(provider.issuer, away.headers.get('location'), 'li.ming'));
  assert.notEqual(again.cookies.get('tz_session'), first.person.cookies.get('tz_session'));
  assert.equal((await first.person.ask('GET', '/api/v1/me')).status, 401);

  provider.renew();  // other keys, by names that nobody has seen
  assert.equal((await signInByPages(office, provider, 'li.ming')).back.status, 303, 'keys change');
  return again;
}

async function closedAgain(office, provider, person, password) {
  const asks = () => person.ask('GET', '/api/v1/me');
  assert.equal((await asks()).status, 200);
  assert.equal((await person.signIn('shuji', password)).status, 401, 'the password ended with the link');
  office.taizhang('user', 'disable', '--data', office.data, 'shuji');
  assert.equal((await asks()).status, 401);
  assert.equal((await signInByPages(office, provider, 'li.ming')).back.json.code, 'not_linked');
  office.taizhang('user', 'enable', '--data', office.data, 'shuji');
  const back = await signInByPages(office, provider, 'li.ming');
  assert.equal(back.back.status, 303);
  assert.throws(() => office.taizhang('user', 'link', '--data', office.data, 'wangge', '--issuer', provider.issuer, '--subject', 'li.ming'));
  office.taizhang('user', 'unlink', '--data', office.data, 'shuji', '--issuer', provider.issuer, '--subject', 'li.ming');
  assert.equal((await back.person.ask('GET', '/api/v1/me')).status, 401);
  const log = office.taizhang('audit', '--data', office.data);
  assert.match(log, /signed_in.*"issuer":"http:\/\/127\.0\.0\.1/);
  assert.match(log, /sign_in_failed.*"why":"not linked".*"subject":"wang\.fang"/);
  assert.match(log, /account_changed.*"linked":true.*"subject":"li\.ming"/);
}

// --- one that forges ---

// The browser goes there and comes back, whatever the provider does with it.
async function comeBack(office, provider, { person = new Browser(office.address), change = (query) => query } = {}) {
  const away = await person.ask('GET', kStart);
  assert.equal(away.status, 303, away.text);
  const asked = new URL(away.headers.get('location')).searchParams;
  assert.equal(asked.get('code_challenge_method'), 'S256');
  provider.nonce = asked.get('nonce');
  const query = change({ code: 'c', state: asked.get('state') });
  return person.ask('GET', `${kStart}/callback?${new URLSearchParams(query)}`);
}

const wrong = (status, code) => ({ status, code });

async function refusesForgeries(office, provider) {
  const other = new Key('one');
  const later = (seconds) => Math.floor(Date.now() / 1000) + seconds;
  const claims = (changes) => (usual) => provider.key.sign('ES256', { ...usual, ...changes });
  const forged = {
    'another nonce': claims({ nonce: 'x' }), 'no nonce': claims({ nonce: undefined }),
    'another audience': claims({ aud: 'other' }), 'another issuer': claims({ iss: 'https://other.example' }),
    'two audiences and no party': claims({ aud: ['taizhang', 'other'] }), 'another party': claims({ azp: 'other' }),
    'expired': claims({ exp: later(-61) }), 'no expiry': claims({ exp: undefined }),
    'issued tomorrow': claims({ iat: later(86_400) }), 'issued yesterday': claims({ iat: later(-86_400), exp: later(60) }),
    'no signature': (usual) => provider.key.sign('none', usual),
    'the public key as a secret': (usual) => provider.key.sign('HS256', usual),
    'signed by another of that name': (usual) => other.sign('ES256', usual),
    'changed after signing': (usual) => provider.key.sign('ES256', usual).replace(/\.[^.]+\./,
      `.${Buffer.from(JSON.stringify({ ...usual, sub: 'u-18' })).toString('base64url')}.`),
    'no token': () => undefined, 'no token at all': () => 'x', 'a long one': () => 'a.'.repeat(20_000),
  };
  for (const [what, token] of Object.entries(forged)) {
    provider.token = token;
    const answer = await comeBack(office, provider);
    assert.deepEqual(wrong(answer.status, answer.json?.code), wrong(401, 'refused'), what);
    assert.ok(!answer.headers.getSetCookie().some((set) => set.startsWith('tz_session=')), what);
  }
  provider.reset();
  return Object.keys(forged).length;
}

async function refusesCallbacksOfOthers(office, provider) {
  const changes = { 'no state': ({ code }) => ({ code }), 'another state': ({ code }) => ({ code, state: 'x' }),
    'another issuer': (query) => ({ ...query, iss: 'https://other.example' }), 'no code': ({ state }) => ({ state }),
    'an error': ({ state }) => ({ state, error: 'access_denied' }) };
  const tokens = provider.count('/token');
  for (const [what, change] of Object.entries(changes)) {
    const answer = await comeBack(office, provider, { change });
    assert.deepEqual(wrong(answer.status, answer.json?.code), wrong(401, 'not_finished'), what);
  }
  // A browser that never went there, with the state of one that did.
  const went = new Browser(office.address);
  const away = await went.ask('GET', kStart);
  const state = new URL(away.headers.get('location')).searchParams.get('state');
  const answer = await new Browser(office.address).ask('GET', `${kStart}/callback?code=c&state=${state}`);
  assert.equal(answer.status, 401);
  assert.equal(provider.count('/token'), tokens, 'the provider was asked for none of them');
  for (const to of ['//other.example', 'https://other.example', '/\\other.example']) {
    assert.equal((await went.ask('GET', `${kStart}?to=${encodeURIComponent(to)}`)).status, 422, to);
  }
  const more = await comeBack(office, provider, { change: (query) => ({ ...query, session_state: 'of no use' }) });
  assert.equal(more.status, 303, 'what is not known is not looked at');
}

async function survivesAPoorProvider(office, provider) {
  const replies = {
    'a redirect': (_, response) => response.writeHead(302, { location: `${provider.issuer}/elsewhere` }).end(),
    'a lot': (_, response) => response.end('x'.repeat(1 << 20)), 'no JSON': (_, response) => response.end('<p>'),
    'an error': (_, response) => response.writeHead(500).end(), 'a cut': (request) => request.socket.destroy(),
  };
  for (const [what, reply] of Object.entries(replies)) {
    provider.replies = { '/token': reply };
    const answer = await comeBack(office, provider);
    assert.ok([401, 503].includes(answer.status), `${what}: ${answer.status}`);
  }
  assert.equal(provider.count('/elsewhere'), 0);
  // While one waits for an answer that does not come, others are answered.
  let hanging;
  const hangs = new Promise((resolve) => {
    provider.replies = { '/token': (_, response) => { hanging = response; resolve(); } };
  });
  const waiting = comeBack(office, provider);
  await hangs;
  assert.equal((await new Browser(office.address).ask('GET', '/api/v1/session/ways')).json.oidc, true);
  hanging.destroy();
  assert.equal((await waiting).status, 503);
  provider.replies = {};
  assert.equal((await comeBack(office, provider)).status, 303);
}

async function waitsForGuessers(office, provider) {
  provider.token = (usual) => new Key('one').sign('ES256', usual);
  const statuses = [];
  for (let i = 0; i < 40; ++i) statuses.push((await comeBack(office, provider)).status);
  assert.equal(statuses.at(-1), 429, `${statuses}`);
  const keys = provider.count('/keys');
  assert.ok(keys <= 6, `${keys} requests for keys`);
}

async function byAForgingProvider() {
  const office = new Office(program);
  const provider = await ForgingProvider.start();
  try {
    office.account('shuji', 'community_secretary@石桥社区');
    office.taizhang('user', 'link', '--data', office.data, 'shuji', '--issuer', provider.issuer, '--subject', 'u-17');
    await office.serve(settings(office, provider.issuer));
    assert.equal((await comeBack(office, provider)).status, 303, 'what is right is taken');
    const sent = provider.asked.find((one) => one.path === '/token');
    assert.equal(Buffer.from(sent.authorization.slice(6), 'base64').toString(), `taizhang:${encodeURIComponent(kSecret)}`);
    assert.match(new URLSearchParams(sent.body).get('code_verifier'), /^[\w-]{43}$/);
    await refusesCallbacksOfOthers(office, provider);
    await survivesAPoorProvider(office, provider);
    const forged = await refusesForgeries(office, provider);
    await waitsForGuessers(office, provider);
    await office.stop();
    console.log(`${forged} forgeries refused; ${office.verify()}`);
  } finally {
    await office.stop?.().catch(() => {});
    await provider.stop();
    office.remove();
  }
}

// The office's own authority vouches for a provider of its own network, and for nobody else.
async function overTls() {
  const office = new Office(program);
  office.taizhang('tls', 'init', '--data', office.data, '--host', '127.0.0.1');
  const read = (name) => readFileSync(join(office.data, 'tls', name));
  const provider = await ForgingProvider.start({ key: read('server.key'), cert: read('server.crt') });
  try {
    office.account('shuji', 'leader');
    await office.serve(settings(office, provider.issuer));
    assert.equal((await new Browser(office.address).ask('GET', kStart)).status, 503, 'nobody vouches for it');
    await office.stop();
    await office.serve([...settings(office, provider.issuer), '--oidc-ca', join(office.data, 'tls', 'ca.crt')]);
    assert.equal((await comeBack(office, provider)).json.code, 'not_linked');
    await office.stop();
  } finally {
    await office.stop?.().catch(() => {});
    await provider.stop();
    office.remove();
  }
}

async function wrongSettings() {
  const office = new Office(program);
  try {
    const fails = (...words) => assert.throws(() => office.taizhang('serve', '--data', office.data, ...words), /status: 1|Command failed/);
    fails('--oidc-issuer', 'http://login.example.cn', '--oidc-client-id', 'a', '--oidc-redirect', kRedirect);
    fails('--oidc-issuer', 'https://login.example.cn', '--oidc-redirect', kRedirect);
    fails('--oidc-issuer', 'https://login.example.cn', '--oidc-client-id', 'a', '--oidc-redirect', 'https://a.example/');
    fails('--oidc-client-id', 'a');
  } finally {
    office.remove();
  }
}

async function main() {
  const office = new Office(program);
  const provider = await startReal('127.0.0.1', kRedirect);
  try {
    const password = office.account('shuji', 'community_secretary@石桥社区');
    office.account('wangge', 'grid_worker@石桥第一网格');
    await office.serve(settings(office, provider.issuer));
    const person = await byARealProvider(office, provider);
    await closedAgain(office, provider, person, password);
    await office.stop();
    console.log(`by a real provider: ${office.verify()}`);
  } finally {
    await office.stop?.().catch(() => {});
    await provider.stop();
    office.remove();
  }
  await byChromium(program);
  await byAForgingProvider();
  await overTls();
  await wrongSettings();
}

await main();
