// SPDX-License-Identifier: Apache-2.0
// changes PROGRAM: who listens to live changes at real servers, on SQLite or PostgreSQL, where there are
// two of them: each change once and in order, also after coming back, and nothing out of reach.
import assert from 'node:assert/strict';
import { kPostgres, Listener, Place } from './place.mjs';

const place = new Place(process.argv[2], 'changes');
const kRecords = '/api/v1/ledgers/temporary_relief/records';
const kRounds = 120;

const fieldsIn = (area, amount) => ({ applicant: '张三', area, cause: 'illness', amount: String(amount),
  applied_on: '2020-05-20', paid_on: '2020-05-31', status: 'paid' });

async function make(browser, area, amount) {
  const made = await browser.ask('POST', kRecords, { body: { fields: fieldsIn(area, amount) } });
  assert.equal(made.status, 201, made.text);
  return made.json;
}

const headersOf = (browser) =>
  ({ cookie: [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ') });

const listen = (browser, more = {}) => Listener.open(browser.address, { headers: headersOf(browser), ...more });

async function inReach(writer, here, there) {
  const whole = await listen(writer);
  const mine = await listen(here);
  const theirs = await listen(there);
  for (const one of [whole, mine, theirs]) {
    await one.until((event) => event.event === 'position');
  }
  const record = await make(writer, '石桥社区', 100);
  const changed = await writer.ask('PATCH', `${kRecords}/${record.id}`,
    { body: { fields: { amount: '200' } }, headers: { 'if-match': '"1"' } });
  assert.equal(changed.status, 200, changed.text);
  const moved = await writer.ask('PATCH', `${kRecords}/${record.id}`,
    { body: { fields: { area: '柳荫社区' } }, headers: { 'if-match': '"2"' } });
  assert.equal(moved.status, 200, moved.text);
  const last = await make(writer, '石桥社区', 300);
  await whole.until((event) => event.record === last.id);
  await mine.until((event) => event.record === last.id);
  await theirs.until((event) => event.record === record.id);
  const short = (listener) => listener.changes().map(({ record: id, kind }) => [id, kind]);
  assert.deepEqual(short(whole), [[record.id, 'created'], [record.id, 'changed'], [record.id, 'changed'],
    [last.id, 'created']]);
  assert.deepEqual(short(mine), [[record.id, 'created'], [record.id, 'changed'], [record.id, 'gone'],
    [last.id, 'created']]);
  const gone = mine.changes()[2];
  assert.deepEqual(Object.keys(gone).sort(), ['event', 'id', 'kind', 'ledger', 'record'], 'and no value');
  const first = whole.changes()[0];
  assert.deepEqual([first.ledger, first.revision, first.area], ['temporary_relief', 1, record.area.id]);
  assert.ok(!JSON.stringify(whole.events).includes('张三'));
  // Known to have passed by: what is made later arrives.
  assert.deepEqual(short(theirs), [[record.id, 'changed']]);
  await Promise.all([whole.close(), mine.close(), theirs.close()]);
}

// Many writers, and one who listens and is cut off again and again.
async function comingBack(writer, others) {
  const start = await listen(writer);
  const [{ id: from }] = await start.until((event) => event.event === 'position');
  await start.close();
  const made = new Set();
  const writing = Promise.all(others.map(async (browser, index) => {
    for (let round = 0; round < kRounds; round += 1) {
      made.add((await make(browser, index % 2 === 0 ? '石桥社区' : '柳荫社区', round + 1)).id);
    }
  }));
  const heard = [];
  let after = from;
  let cuts = 0;
  while (heard.length < kRounds * others.length) {
    const listener = await listen(others[cuts % others.length], { after });
    await listener.until((event) => event.event === 'change');
    await listener.close();
    for (const one of listener.events) {
      assert.notEqual(one.event, 'reset');
      assert.ok(one.id >= after, 'in order');
      after = one.id;
      if (one.event === 'change') heard.push(one.record);
    }
    cuts += 1;
  }
  await writing;
  assert.equal(new Set(heard).size, heard.length, 'none twice');
  assert.deepEqual(new Set(heard), made, 'none missing');
  return `${heard.length} changes heard with ${cuts} cuts`;
}

async function tooFar(browser) {
  for (const after of ['1x', '-5', '99999999999']) {
    const listener = await listen(browser, { after });
    const [first] = await listener.until(() => true);
    assert.equal(first.event, 'reset', after);
    await listener.close();
  }
}

async function refused(server, keeper) {
  assert.equal((await Listener.open(server.address, { headers: {} })).status, 401);
  assert.equal((await listen(keeper)).status, 403);
}

async function ends(keeper, leaver, signer) {
  const disabled = await listen(leaver);
  const out = await listen(signer);
  await disabled.until((event) => event.event === 'position');
  await out.until((event) => event.event === 'position');
  assert.equal((await keeper.ask('POST', '/api/v1/accounts/leaver/disable', { body: {} })).status, 204);
  await disabled.ended;
  assert.equal(disabled.changes().length, 0);
  assert.equal((await signer.ask('DELETE', '/api/v1/session')).status, 204);
  await out.ended;
}

// What a command beside the server brings in is heard as well.
async function fromTheCommandLine(browser) {
  const listener = await listen(browser);
  await listener.until((event) => event.event === 'position');
  place.load('rows.csv', '申请日期,办理日期,申请人,联系电话,致困原因,救助金额,收款账号,办理状态,所属社区\n' +
    '2020-06-01,2020-06-02,甲,13800001111,重大疾病,9,622200000001,已发放,石桥社区\n', 'import', 'temporary_relief');
  await listener.until((event) => event.kind === 'created');
  await listener.close();
}

try {
  const first = await place.serve();
  const writer = await place.person(first, 'writer', 'civil_affairs');
  place.accounts = true;
  const second = kPostgres ? await place.serve() : first;
  const here = await place.person(second, 'here', 'civil_affairs@石桥社区');
  const there = await place.person(second, 'there', 'civil_affairs@柳荫社区');
  const keeper = await place.person(first, 'keeper', 'security_admin');
  await inReach(writer, here, there);
  const others = [await place.person(first, 'a', 'civil_affairs'), await place.person(second, 'b', 'civil_affairs')];
  console.log(await comingBack(writer, others));
  await tooFar(writer);
  await refused(first, keeper);
  await fromTheCommandLine(writer);
  await ends(keeper, await place.person(second, 'leaver', 'leader'), await place.person(second, 'signer', 'leader'));
  for (const server of new Set([first, second])) assert.equal(await server.kill('SIGTERM'), 0);
  console.log(place.verify());
} finally {
  await place.remove();
}
