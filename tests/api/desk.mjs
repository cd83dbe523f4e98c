// SPDX-License-Identifier: Apache-2.0
// desk PROGRAM: two clerks, a leader and an administrator at one server: bulk edits that collide, views
// of one's own and shared, drafts that nobody else sees, counters and search.
import { randomUUID } from 'node:crypto';
import assert from 'node:assert/strict';
import { Browser, Office } from './office.mjs';

const kLedger = '/api/v1/ledgers/temporary_relief';
const kEdits = `${kLedger}/bulk-edits`;
const kPassword = '门前 三棵 槐树 一口 井';
const kRows = 12;

function fill(office) {
  const rows = Array.from({ length: kRows }, (_, i) => `2020-05-${String(1 + i).padStart(2, '0')},2020-05-${13 + i % 9},` +
    `甲乙${'丙丁戊'[i % 3]},1380000110${i % 10},重大疾病,${100 + i}.50,已申请,${i < 8 ? '石桥社区' : '柳荫社区'}`).join('\n');
  office.load('relief.csv', `申请日期,办理日期,申请人,联系电话,致困原因,救助金额,办理状态,所属社区\n${rows}\n`,
    'import', 'temporary_relief');
}

async function enter(office, passwords, name) {
  const browser = new Browser(office.address);
  assert.equal((await browser.signIn(name, passwords[name])).status, 201, name);
  const changed = await browser.ask('POST', '/api/v1/me/password',
    { body: { before: passwords[name], password: kPassword } });
  assert.equal(changed.status, 200, changed.text);
  return browser;
}

const good = (answer, status = 200) => {
  assert.equal(answer.status, status, answer.text);
  return answer.json;
};
const preview = (browser, change, records) =>
  browser.ask('POST', `${kEdits}/preview`, { body: { ...change, records } });
const apply = (browser, change, shown, more = {}) => browser.ask('POST', kEdits,
  { body: { ...change, records: shown.records, digest: shown.digest, reason: '五月已发放' }, ...more });
const list = async (browser, query = '') => good(await browser.ask('GET', `${kLedger}/records?limit=100${query}`)).records;

const kChange = { action: 'change', fields: { status: 'paid' } };
const kAll = { filters: ['amount ge 1'] };

async function bulkEdit(first, second) {
  assert.equal((await preview(first, kChange, {})).status, 422, 'a selection must be written');
  const shown = good(await preview(first, kChange, kAll));
  assert.equal(shown.will_change, kRows);
  assert.equal(shown.refused, 0);
  assert.deepEqual(shown.diffs[0].changes.map((one) => [one.field, one.after]), [['status', 'paid']]);

  // Another clerk is faster with one of them.
  const [record] = await list(second, '&sort=-amount');
  const place = `${kLedger}/records/${record.id}`;
  good(await second.ask('PATCH', place, { body: { fields: { amount: '999' } }, headers: { 'if-match': '"1"' } }));
  const late = await apply(first, kChange, shown);
  assert.equal(late.status, 412, late.text);
  assert.equal(late.json.code, 'outdated');
  assert.deepEqual(late.json.differs.map((one) => [one.record, one.revision]), [[record.id, 2]]);
  assert.ok((await list(first)).every((one) => one.fields.status !== 'paid'), 'nothing of it is done');

  const again = good(await preview(first, kChange, kAll));
  const forged = await apply(first, { ...kChange, fields: { status: 'refused' } }, again);
  assert.equal(forged.status, 422);
  const headers = { 'idempotency-key': randomUUID() };
  const done = await apply(first, kChange, again, { headers });
  assert.equal(good(done, 201).records, kRows);
  assert.equal(done.json.undone, false);
  assert.deepEqual((await apply(first, kChange, again, { headers })).json, done.json, 'sent again, done once');
  assert.ok((await list(first)).every((one) => one.fields.status === 'paid'));
  const past = good(await first.ask('GET', `${place}/history`)).revisions;
  assert.equal(past[0].batch, done.json.batch);
  assert.equal(past[0].reason, '五月已发放');
  assert.equal(past.length, 3);
  return { batch: done.json.batch, place };
}

async function undo(first, second, { batch, place }) {
  const path = `${kEdits}/${batch}/undo`;
  const current = await second.ask('GET', place);
  const taken = good(await second.ask('PATCH', place,
    { body: { fields: { amount: '998' } }, headers: { 'if-match': current.headers.get('etag') } }));
  const refused = await first.ask('POST', path, { body: {} });
  assert.equal(refused.status, 409, refused.text);
  assert.ok(refused.json.detail.includes(taken.number));
  // Back it goes by hand, and still the batch is no longer the last word on it.
  const shown = good(await preview(first, { action: 'change', fields: { status: 'applied' } }, kAll));
  const next = good(await apply(first, { action: 'change', fields: { status: 'applied' } }, shown), 201);
  const headers = { 'idempotency-key': randomUUID() };
  const undone = await first.ask('POST', `${kEdits}/${next.batch}/undo`, { body: {}, headers });
  assert.equal(good(undone).undone, true);
  assert.deepEqual((await first.ask('POST', `${kEdits}/${next.batch}/undo`, { body: {}, headers })).json, undone.json);
  assert.equal((await first.ask('POST', `${kEdits}/${next.batch}/undo`, { body: {} })).status, 409);
  assert.ok((await list(first)).every((one) => one.fields.status === 'paid'));
  const edits = good(await first.ask('GET', kEdits)).edits;
  assert.deepEqual(edits.map((one) => one.undone), [true, false]);
}

async function bin(first) {
  const some = (await list(first)).slice(0, 3).map((one) => one.id);
  const gone = good(await preview(first, { action: 'remove' }, { ids: [...some, '7'] }));
  assert.equal(gone.will_change, 3);
  assert.equal(gone.refusals[0].record, '7');
  const removed = good(await apply(first, { action: 'remove' }, gone), 201);
  assert.equal((await list(first)).length, kRows - 3);
  const back = good(await preview(first, { action: 'restore' }, { ids: some }));
  good(await apply(first, { action: 'restore' }, back), 201);
  assert.equal((await list(first)).length, kRows);
  assert.equal((await first.ask('POST', `${kEdits}/${removed.batch}/undo`, { body: {} })).status, 409);
}

// Both at the same moment, over the same records: one does it all, the other nothing.
async function collide(first, second) {
  const changes = ['300.00', '301.00'].map((amount) => ({ action: 'change', fields: { amount } }));
  const [one, other] = [good(await preview(first, changes[0], kAll)), good(await preview(second, changes[1], kAll))];
  const answers = await Promise.all([apply(first, changes[0], one), apply(second, changes[1], other)]);
  assert.deepEqual(answers.map((answer) => answer.status).sort(), [201, 412]);
  const winner = answers[0].status === 201 ? 0 : 1;
  assert.ok((await list(first)).every((record) => record.fields.amount === changes[winner].fields.amount));
}

async function scoped(worker, first, batch) {
  const shown = good(await preview(worker, kChange, { filters: ['amount ge 1'] }));
  assert.equal(shown.will_change + shown.same, 8, 'of the own community');
  assert.equal((await preview(worker, kChange, { filters: ['applicant eq 甲乙丙'] })).status, 422, 'no finding by name');
  assert.equal((await worker.ask('POST', `${kEdits}/${batch}/undo`, { body: {} })).status, 404);
}

async function views(first, second, worker, leader) {
  const path = `${kLedger}/views`;
  const body = { title: '大额', filters: ['amount ge 105'], sort: '-amount', columns: ['amount'], opens_first: true };
  const headers = { 'idempotency-key': randomUUID() };
  const made = await first.ask('POST', path, { body, headers });
  good(made, 201);
  assert.deepEqual((await first.ask('POST', path, { body, headers })).json, made.json);
  assert.equal((await first.ask('POST', path, { body })).status, 409);
  const place = made.headers.get('location');
  assert.equal((await second.ask('GET', place)).status, 404);
  const through = await list(first, `&view=${made.json.id}`);
  assert.ok(through.length > 0 && through.length < kRows);
  assert.deepEqual(Object.keys(through[0].fields), ['amount']);
  assert.equal((await second.ask('GET', `${kLedger}/records?view=${made.json.id}`)).status, 404);

  const wrong = await first.ask('POST', path, { body: { title: '错', filters: ['nobody eq 1'], sort: 'x' } });
  assert.equal(wrong.status, 422);
  assert.deepEqual(wrong.json.errors.map((one) => one.pointer), ['/filters', '/sort']);

  assert.equal((await worker.ask('POST', path, { body: { ...body, share: '*' } })).status, 403);
  const named = { title: '找人', filters: ['applicant eq 甲乙丙'], share: '*' };
  const shared = good(await leader.ask('POST', path, { body: named }), 201);
  const seen = good(await worker.ask('GET', path)).views.find((one) => one.id === shared.id);
  assert.deepEqual(seen.filters, [], 'a value of a field that he may not find by');
  assert.equal(seen.refused.length, 1);
  assert.equal((await worker.ask('GET', `${kLedger}/records?view=${shared.id}`)).status, 403);
  assert.equal((await list(first, `&view=${shared.id}`)).length, kRows / 3);

  const change = { ...body, title: '更大额', filters: ['amount ge 110'] };
  assert.equal((await first.ask('PUT', place, { body: change })).status, 428);
  const tag = { 'if-match': made.headers.get('etag') };
  assert.equal(good(await first.ask('PUT', place, { body: change, headers: tag })).revision, 2);
  const late = await first.ask('PUT', place, { body: change, headers: tag });
  assert.equal(late.status, 412);
  assert.equal(late.json.current.title, '更大额');
  assert.equal(good(await first.ask('GET', path)).first, made.json.id);
  assert.equal((await first.ask('DELETE', place, { headers: { 'if-match': '"2"' } })).status, 204);
  assert.equal((await first.ask('GET', place)).status, 404);
}

async function drafts(first, second, admin, operator) {
  const path = '/api/v1/me/drafts/temporary_relief/new';
  const fields = { amount: '不是数', applicant: '还没写完', area: '石桥社区', choice: ['a'], number: 7, empty: null };
  const saved = good(await first.ask('PUT', path, { body: { fields } }));
  assert.deepEqual(saved.fields, fields);
  assert.deepEqual(good(await first.ask('GET', path)).fields, fields);
  for (const other of [second, operator]) {
    assert.equal((await other.ask('GET', path)).status, 404, 'a draft is its account\'s alone');
    assert.deepEqual(good(await other.ask('GET', '/api/v1/me/drafts')).drafts, []);
  }
  assert.equal((await admin.ask('GET', path)).status, 404);
  assert.equal((await admin.ask('PUT', path, { body: { fields } })).status, 403);
  const large = await first.ask('PUT', path, { body: { fields: Object.fromEntries(
    Array.from({ length: 4 }, (_, i) => [`f${i}`, '字'.repeat(19_000)])) } });
  assert.equal(large.status, 422);

  const [record] = await list(first);
  const made = await first.ask('POST', `${kLedger}/records`,
    { body: { fields: { amount: 'x' }, from_draft: true } });
  assert.equal(made.status, 422);
  assert.equal(good(await first.ask('GET', '/api/v1/me/drafts')).drafts.length, 1, 'it stays where nothing was made');
  const right = { applicant: '庚辛', area: '石桥社区', cause: 'illness', amount: '12', applied_on: '2020-05-20',
    paid_on: '2020-05-31', status: 'paid' };
  const done = good(await first.ask('POST', `${kLedger}/records`, { body: { fields: right, from_draft: true } }), 201);
  assert.equal(done.links.self, `${kLedger}/records/${done.id}`);
  assert.equal((await first.ask('GET', done.links.history)).status, 200);
  assert.equal((await first.ask('GET', path)).status, 404);

  const own = `/api/v1/me/drafts/temporary_relief/${record.id}`;
  good(await first.ask('PUT', own, { body: { fields: { amount: '1' }, revision: record.revision } }));
  assert.equal(good(await first.ask('GET', '/api/v1/me/drafts')).drafts[0].record, record.id);
  assert.equal((await first.ask('DELETE', own)).status, 204);
  assert.equal((await first.ask('DELETE', own)).status, 404);
}

async function counters(first, open) {
  const path = `${kLedger}/counters?day=2020-05-14`;
  const told = good(await first.ask('GET', path));
  assert.equal(told.periods.half_year, '2020H1');
  const records = await list(first);
  assert.equal(told.area.records.half_year, records.length);
  assert.equal(told.area.records.today, records.filter((one) => one.fields.paid_on === '2020-05-14').length);
  assert.equal(told.parts.length, 2);
  for (const part of told.parts) {
    assert.equal(part.records.half_year, records.filter((one) => one.area.name === part.name).length);
  }
  const figure = good(await first.ask('GET', '/api/v1/figures?period=2020H1&indicator=relief.temporary.amount'));
  const same = told.indicators.find((one) => one.indicator === 'relief.temporary.amount');
  assert.equal(same.values.half_year, figure.figures[0].value);
  // Who sees totals alone is told no small count, here and in the parts.
  const outside = good(await open.ask('GET', path));
  assert.equal(outside.area.records.today, null);
}

async function search(first, worker) {
  const found = good(await first.ask('GET', '/api/v1/search?q=%E7%94%B2%E4%B9%99%E4%B8%99&limit=3'));
  assert.equal(found.records.length, 3);
  assert.ok(found.records.every((one) => one.ledger === 'temporary_relief'));
  assert.ok(!JSON.stringify(found).includes('甲乙丙'), 'personal fields are masked');
  const rest = good(await first.ask('GET', `/api/v1/search?q=%E7%94%B2%E4%B9%99%E4%B8%99&before=${found.next}`));
  assert.equal(rest.records.length, 1);
  assert.equal(rest.next, null);
  assert.deepEqual(good(await worker.ask('GET', '/api/v1/search?q=%E7%94%B2%E4%B9%99%E4%B8%99')).records, []);
  assert.equal((await first.ask('GET', '/api/v1/search')).status, 422);
  const [record] = await list(first, '&q=JZ');
  assert.ok(record.number.startsWith('JZ'));
  assert.equal((await first.ask('GET', `${kLedger}/records?q=JZ&bin=only`)).status, 422);
}

async function latestDay(clerk, secretary, admin) {
  const latest = async (browser) => good(await browser.ask('GET', '/api/v1/me')).latest_on;
  assert.equal(await latest(clerk), '2020-05-21');
  assert.equal(await latest(secretary), '2020-05-20', 'of the own community');
  assert.equal(await latest(admin), null, 'who reads no records is told no day of any');
}

const office = new Office(process.argv[2]);
try {
  fill(office);
  const roles = { wang: 'civil_affairs', li: 'civil_affairs', grid: 'grid_worker@石桥社区', head: 'leader',
    admin: 'system_admin', zhao: 'auditor', open: 'party_office', shuji: 'community_secretary@石桥社区' };
  const passwords = Object.fromEntries(Object.entries(roles).map(([name, role]) => [name, office.account(name, role)]));
  await office.serve();
  const people = {};
  for (const name of Object.keys(roles)) people[name] = await enter(office, passwords, name);
  const { wang, li, grid, head, admin, zhao, open, shuji } = people;
  await latestDay(wang, shuji, admin);
  const edited = await bulkEdit(wang, li);
  await scoped(grid, wang, edited.batch);
  await undo(wang, li, edited);
  await bin(wang);
  await views(wang, li, grid, head);
  await collide(wang, li);
  await drafts(wang, li, admin, zhao);
  await counters(wang, open);
  await search(wang, grid);
  const log = good(await zhao.ask('GET', '/api/v1/audit?action=records_edited&action=view_saved&action=view_dropped'));
  assert.ok(log.events.filter((one) => one.action === 'records_edited').length >= 5);
  assert.ok(!JSON.stringify(log).includes('甲乙'));
  await office.stop();
  console.log(office.verify());
} finally {
  await office.stop?.().catch(() => {});
  office.remove();
}
