// SPDX-License-Identifier: Apache-2.0
// definitions PROGRAM: two administrators change what the office records while it is served: a preview,
// a collision, a new ledger, a field that comes and one that goes, a server that is started anew in
// between; clerks enter records all the while, and the history reads as before. At the end the store is
// verified.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import assert from 'node:assert/strict';
import { Browser, Office } from './office.mjs';

const kPassword = '门前 三棵 槐树 一口 井';
const kDefinitions = '/api/v1/definitions';
const kRecords = '/api/v1/ledgers/home_visits/records';
const office = new Office(process.argv[2]);

const kVisits = `ledger: home_visits
title: {zh: 入户走访, en: Home visits}
chapter: community
purpose: {zh: 登记入户走访, en: Note visits}
number: RH
retention: {years: 3}
fields:
  - {name: visited_on, title: 走访日期, type: date, role: happened_on}
  - {name: kind, title: 类别, type: choice, choices: {routine: 日常, urgent: 急事}}
  - {name: households, title: 户数, type: integer, required: true}
  - {name: resident, title: 居民, type: person, sensitive: identity}
  - {name: place, title: 网格, type: area, role: area}
---
indicator: visits.households
title: {zh: 走访户数, en: Households visited}
of: home_visits
measure: sum(households)
unit: 户
`;

async function enter(name, password) {
  const browser = new Browser(office.address);
  const answer = await browser.signIn(name, password);
  assert.equal(answer.status, 201);
  if (answer.json.must_change_password) {
    const changed = await browser.ask('POST', '/api/v1/me/password', { body: { before: password, password: kPassword } });
    assert.equal(changed.status, 200);
  }
  return browser;
}

const preview = (browser, body) => browser.ask('POST', `${kDefinitions}/preview`, { body });
const change = (browser, seen, body, key) => browser.ask('POST', kDefinitions,
  { body, headers: { 'if-match': seen, ...(key ? { 'idempotency-key': key } : {}) } });
const get = async (browser, kind, name) => (await browser.ask('GET', `${kDefinitions}/${kind}/${name}`));

async function mistakesAreNamed(admin) {
  const wrong = await preview(admin, { yaml: kVisits.replace('type: integer', 'type: number').replace('chapter: community', 'chapter: nowhere') });
  assert.equal(wrong.status, 422);
  assert.ok(wrong.json.errors.every((error) => error.pointer === '/yaml'));
  const rows = wrong.json.errors.map((error) => error.row);
  assert.ok(rows.includes(3) && rows.includes(10), JSON.stringify(wrong.json));
  const tree = { indicator: 'visits.count', title: '次数', of: 'home_visit', measure: 'count', unit: '次' };
  const placed = await preview(admin, { definitions: [tree] });
  assert.equal(placed.status, 422);
  assert.equal(placed.json.errors[0].pointer, '/definitions/0/of');
  assert.equal((await preview(admin, {})).status, 422);
  assert.equal((await preview(admin, { yaml: 'role: boss\n' })).status, 422);
  assert.equal((await preview(admin, { retire_ledgers: ['nobody'] })).json.errors[0].pointer, '/retire_ledgers/0');
  // A role of the pack names it: an office that wants that changes its pack.
  const named = await preview(admin, { retire_ledgers: ['temporary_relief'] });
  assert.equal(named.status, 422);
  assert.ok(named.json.errors.some((error) => error.message_zh.startsWith('角色 ')), JSON.stringify(named.json));
}

async function aNewLedger(admin, other) {
  const seen = await preview(admin, { yaml: kVisits });
  assert.equal(seen.status, 200, JSON.stringify(seen.json));
  assert.deepEqual(seen.json.differences.map((one) => [one.name, one.difference]),
    [['home_visits', 'added'], ['visits.households', 'added']]);
  assert.equal((await get(admin, 'ledger', 'home_visits')).status, 404, 'a preview writes nothing');
  const tag = seen.headers.get('etag');
  assert.equal(tag, `"${seen.json.version}"`);
  // The other one is quicker, and with another idea.
  const quick = await change(other, tag, { yaml: kVisits.replace('入户走访', '走访') });
  assert.equal(quick.status, 200, JSON.stringify(quick.json));
  const late = await change(admin, tag, { yaml: kVisits });
  assert.equal(late.status, 412);
  assert.equal(late.json.current.version, seen.json.version + 1);
  assert.match(late.json.current.definitions[0].yaml, /走访/);
  assert.equal(late.json.yours.yaml, kVisits);
  const again = await change(admin, late.headers.get('etag'), { yaml: kVisits, reason: '定名' }, 'k-1');
  assert.equal(again.status, 200);
  assert.deepEqual(again.json.changed, ['ledger home_visits']);
  const repeated = await change(admin, late.headers.get('etag'), { yaml: kVisits, reason: '定名' }, 'k-1');
  assert.equal(repeated.status, 200);
  assert.deepEqual(repeated.json, again.json);
  assert.equal(repeated.headers.get('etag'), again.headers.get('etag'));
  assert.equal((await admin.ask('POST', kDefinitions, { body: { yaml: kVisits } })).status, 428);
}

async function atOnce(admin, other) {
  const tag = (await admin.ask('GET', kDefinitions)).headers.get('etag');
  const title = (name) => ({ yaml: kVisits.split('---\n')[1].replace('走访户数', name) });
  const answers = await Promise.all([change(admin, tag, title('甲')), change(other, tag, title('乙'))]);
  assert.deepEqual(answers.map((one) => one.status).sort(), [200, 412]);
}

async function record(clerk, fields) {
  const made = await clerk.ask('POST', kRecords, { body: { fields } });
  assert.equal(made.status, 201, made.text);
  return made;
}

async function aFieldComesAndOneGoes(admin, clerk) {
  const old = await record(clerk, { visited_on: '2020-05-01', kind: 'routine', households: 3, resident: '张三', place: '石桥第一网格' });
  const { json: before } = await get(admin, 'ledger', 'home_visits');
  const fields = before.definition.fields.map((field) => field.name === 'kind' ? { ...field, retired: true } : field);
  fields.push({ name: 'hours', title: '时长', type: 'integer', min: 1, required: true });
  fields.find((field) => field.name === 'households').min = 5;
  const body = { definitions: [{ ...before.definition, fields }] };
  const seen = await preview(admin, body);
  assert.equal(seen.status, 200, seen.text);
  const differences = Object.fromEntries(seen.json.differences[0].fields.map((field) => [field.name, field]));
  assert.equal(differences.kind.difference, 'retired');
  assert.equal(differences.hours.difference, 'added');
  assert.equal(differences.hours.new_column, true);
  assert.deepEqual(differences.households.keys, ['min']);
  const [records] = seen.json.records;
  assert.deepEqual(records.breaks.map((one) => one.field), ['households', 'hours']);
  // One record is too few to tell an administrator of, who reads none.
  assert.equal(records.checked, null);
  assert.deepEqual(records.breaks.map((one) => [one.records, one.examples.length]), [[null, 0], [null, 0]]);
  assert.deepEqual(seen.json.templates, ['home_visits']);
  assert.equal((await change(admin, seen.headers.get('etag'), body)).status, 200);

  const refusedOld = await clerk.ask('POST', kRecords, { body: { fields: { visited_on: '2020-05-02', kind: 'urgent', households: 6, hours: 1 } } });
  assert.equal(refusedOld.status, 422);
  assert.deepEqual(refusedOld.json.errors.map((error) => error.pointer), ['/fields/kind']);
  await record(clerk, { visited_on: '2020-05-02', households: 6, hours: 2, place: '石桥第一网格' });
  const past = await clerk.ask('GET', `${old.headers.get('location')}/history`);
  assert.ok(past.json.revisions[0].changes.some((one) => one.field === 'kind' && one.after === 'routine'), past.text);
  const retyped = await preview(admin, { definitions: [{ ...before.definition,
    fields: fields.map((field) => field.name === 'hours' ? { ...field, type: 'text', min: undefined } : field) }] });
  assert.equal(retyped.status, 409);
  assert.match(retyped.json.errors[0].pointer, /^\/definitions\/0\/fields\/5/);
  const versions = await admin.ask('GET', `${kDefinitions}/ledger/home_visits/versions`);
  assert.deepEqual(versions.json.versions.map((one) => one.version), [3, 2, 1]);
  const first = await admin.ask('GET', `${kDefinitions}/ledger/home_visits?version=1`);
  assert.match(first.json.yaml, /zh: 走访,/);
}

async function anIndicatorCountsAnew(admin, clerk) {
  const body = { yaml: 'indicator: visits.hours\ntitle: 时长\nof: home_visits\nmeasure: sum(hours)\nunit: 小时\n---\n' +
    'indicator: visits.mean\ntitle: 户均时长\nmeasure: ratio(visits.hours, visits.households)\nunit: 小时/户\n' };
  const seen = await preview(admin, body);
  assert.deepEqual(seen.json.figures.map((one) => [one.indicator, one.rebuilt]), [['visits.hours', true], ['visits.mean', false]]);
  const done = await change(admin, seen.headers.get('etag'), body);
  assert.deepEqual(done.json.rebuilt, ['visits.hours']);
  const figures = await clerk.ask('GET', '/api/v1/figures?period=2020-05&indicator=visits.hours&indicator=visits.mean');
  assert.deepEqual(figures.json.figures.map((one) => one.value), ['2', '0.22'], figures.text);
  const one = await clerk.ask('GET', '/api/v1/indicators/visits.hours');
  assert.equal(one.json.field, 'hours');
  const known = await clerk.ask('GET', '/api/v1/indicators/visits.hours', { headers: { 'if-none-match': one.headers.get('etag') } });
  assert.equal(known.status, 304);
  const all = await clerk.ask('GET', '/api/v1/indicators?ledger=home_visits&limit=1');
  assert.equal(all.json.next, 'visits.households');
  const rest = await clerk.ask('GET', `/api/v1/indicators?ledger=home_visits&limit=1&after=${all.json.next}`);
  assert.equal(rest.json.indicators[0].name, 'visits.hours');
  assert.ok((await clerk.ask('GET', '/api/v1/reports')).json.reports.some((report) => report.name === 'half-year'));
}

async function aLedgerGoesAndComesBack(admin, clerk) {
  const { json: ledger } = await get(admin, 'ledger', 'home_visits');
  const seen = await preview(admin, { retire_ledgers: ['home_visits'] });
  assert.deepEqual(seen.json.differences.map((one) => `${one.kind} ${one.name} ${one.difference}`).sort(),
    ['indicator visits.hours retired', 'indicator visits.households retired', 'indicator visits.mean retired', 'ledger home_visits retired']);
  const gone = await change(admin, seen.headers.get('etag'), { retire_ledgers: ['home_visits'], reason: '并入别的台账' });
  assert.equal(gone.status, 200, gone.text);
  assert.equal((await clerk.ask('GET', kRecords)).status, 404);
  assert.match(office.verify(), /^一致/);
  const taken = await preview(admin, { yaml: kVisits.replace('home_visits', 'other_visits').split('---')[0] });
  assert.equal(taken.status, 409, 'its numbers are still its own');
  const back = await change(admin, gone.headers.get('etag'), { definitions: [ledger.definition],
    yaml: undefined, reason: '恢复' });
  assert.equal(back.status, 200, back.text);
  assert.equal((await clerk.ask('GET', kRecords)).json.records.length, 2);
}

async function whoMayNot(admin, clerk) {
  for (const [method, path] of [['GET', kDefinitions], ['GET', `${kDefinitions}/ledger/home_visits`], ['POST', `${kDefinitions}/preview`], ['POST', kDefinitions]]) {
    const answer = await clerk.ask(method, path, { body: method === 'POST' ? { yaml: kVisits } : undefined, headers: { 'if-match': '"1"' } });
    assert.equal(answer.status, 403, path);
  }
  assert.equal((await admin.ask('GET', kRecords)).status, 403, 'who defines ledgers reads no rows');
}

async function unitsAndAreas(admin, clerk) {
  const made = await admin.ask('POST', '/api/v1/units', { body: { code: 'MZ', name: '民政科' }, headers: { 'idempotency-key': 'u-1' } });
  assert.equal(made.status, 201, made.text);
  const same = await admin.ask('POST', '/api/v1/units', { body: { code: 'MZ', name: '民政科' }, headers: { 'idempotency-key': 'u-1' } });
  assert.deepEqual(same.json, made.json);
  assert.equal((await admin.ask('POST', '/api/v1/units', { body: { code: 'MZ', name: '别的科' } })).status, 409);
  const place = made.headers.get('location');
  const renamed = await admin.ask('PATCH', place, { body: { name: '民生办', from: '2020-07-01' }, headers: { 'if-match': made.headers.get('etag') } });
  assert.equal(renamed.status, 200, renamed.text);
  const late = await admin.ask('PATCH', place, { body: { name: '民生科' }, headers: { 'if-match': made.headers.get('etag') } });
  assert.equal(late.status, 412);
  assert.equal(late.json.current.name, '民生办');
  const on = async (day) => (await clerk.ask('GET', `/api/v1/units?day=${day}`)).json.units.map((unit) => unit.name);
  assert.deepEqual(await on('2020-06-30'), ['民政科']);
  assert.deepEqual(await on('2020-07-01'), ['民生办']);
  const closed = await admin.ask('PATCH', place, { body: { closed_on: '2021-01-01' }, headers: { 'if-match': renamed.headers.get('etag') } });
  assert.equal(closed.json.closed_on, '2021-01-01');
  assert.deepEqual(await on('2021-01-01'), []);
  assert.equal((await clerk.ask('POST', '/api/v1/units', { body: { code: 'X', name: '科' } })).status, 403);

  const areas = await clerk.ask('GET', '/api/v1/areas?parent=1&limit=1');
  assert.equal(areas.json.areas.length, 1);
  const more = await clerk.ask('GET', `/api/v1/areas?parent=1&limit=1&after=${areas.json.next}`);
  assert.equal(more.json.areas[0].name, '柳荫社区');
  assert.equal(more.json.next, null);
  const one = await clerk.ask('GET', `/api/v1/areas/${encodeURIComponent('石桥社区')}`);
  assert.deepEqual(one.json.versions.map((version) => version.valid_from), ['2018-01-01']);
  assert.equal((await clerk.ask('GET', '/api/v1/areas/11/boundary')).status, 404);
  assert.deepEqual((await clerk.ask('GET', '/api/v1/locate?point=105.5,30.5')).json, { area: null, bounded: false });
  const tag = areas.headers.get('etag');
  assert.equal((await clerk.ask('GET', '/api/v1/areas?parent=1&limit=1', { headers: { 'if-none-match': tag } })).status, 304);
}

// A pack that is installed again takes nothing away that the office made.
function thePackLeavesThem() {
  const told = office.taizhang('pack', 'update', '--data', office.data);
  assert.match(told, /保留本单位的 ledger home_visits/);
  const yaml = office.taizhang('definition', 'show', '--data', office.data, 'home_visits');
  assert.match(yaml, /hours/);
}

// Who enters is of the department that the new ledger's chapter belongs to.
const first = { yi: office.account('yi', 'system_admin'), er: office.account('er', 'system_admin'),
  si: office.account('si', 'community_building') };
try {
  await office.serve();
  let admin = await enter('yi', first.yi);
  const other = await enter('er', first.er);
  let clerk = await enter('si', first.si);
  await mistakesAreNamed(admin);
  await aNewLedger(admin, other);
  await atOnce(admin, other);
  await office.stop();
  await office.serve();
  admin = await enter('yi', kPassword);
  clerk = await enter('si', kPassword);
  await aFieldComesAndOneGoes(admin, clerk);
  await anIndicatorCountsAnew(admin, clerk);
  await whoMayNot(admin, clerk);
  await unitsAndAreas(admin, clerk);
  await aLedgerGoesAndComesBack(admin, clerk);
  const template = join(office.folder, 'template.xlsx');
  office.taizhang('template', '--data', office.data, 'home_visits', '-o', template);
  assert.ok(readFileSync(template).length > 0);
  await office.stop();
  thePackLeavesThem();
  console.log(office.verify());
} finally {
  await office.stop?.().catch(() => {});
  office.remove();
}
