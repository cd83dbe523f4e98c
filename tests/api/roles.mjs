// SPDX-License-Identifier: Apache-2.0
// Everybody walks every route: each role of the pack, once for the whole office and once for one
// community, with its own ids, with guessed ids of the other community, and with filters and sorts by
// every field. What comes back is a documented answer, and never a record that the role does not reach.
import { readFileSync } from 'node:fs';
import assert from 'node:assert/strict';
import { Browser, Office } from './office.mjs';

export const kRequestsPerAccountMax = 600;
const kAccountsMax = 60;
const kRowsPerCommunity = 6;
const kPassword = '门前 三棵 槐树 一口 井';
const kNobody = '7';  // an id that nothing has
const kHere = '石桥社区';
const kThere = '柳荫社区';
const kLedgers = { temporary_relief: 'livelihood', hotline_orders: 'city' };
// Kinds of the personal fields of the two ledgers, as their definitions mark them.
const kPersonal = { applicant: 'identity', id_number: 'identity', phone: 'contact', bank_card: 'finance',
  matter: 'identity', caller: 'identity' };

function roles(folder) {
  const list = (text) => text.replace(/[[\]\s]/g, '').split(',').filter(Boolean);
  return readFileSync(`${folder}/packs/subdistrict/roles.yaml`, 'utf8').split(/^---$/m).map((text) => {
    const line = (key) => text.match(new RegExp(`^${key}: (.*)$`, 'm'))?.[1] ?? '';
    return { name: line('role'), permissions: list(line('permissions')), ledgers: list(line('ledgers')),
      sees: list(line('sees')), apart: line('apart') !== '' };
  });
}

// Rows whose every telling value is told from all others: 1 for here, 7 for there.
function fillLedgers(office) {
  const rows = (make) => [kHere, kThere].flatMap((area) => Array.from({ length: kRowsPerCommunity },
    (_, i) => make(area, area === kHere ? 1 : 7, i))).join('\n');
  office.load('relief.csv', '申请日期,办理日期,申请人,联系电话,致困原因,救助金额,收款账号,办理状态,所属社区\n' +
    rows((area, mark, i) => `2020-05-0${i + 1},2020-05-1${i},甲乙${area[0]},1380000${mark}${mark}0${i},重大疾病,` +
      `${mark}${mark}0${i}.${mark}${mark},6222000000${mark}${mark}${mark}${i},已发放,${area}`), 'import', 'temporary_relief');
  office.load('orders.csv', '接单日期,工单编号,诉求类别,诉求内容,诉求描述,诉求人,联系电话,办理期限,办理状态,所属社区\n' +
    rows((area, mark, i) => `2020-05-0${i + 1},GD${mark}${mark}0${i},投诉,噪音扰民,楼下${mark}${mark}0${i}号机器响,丙丁${area[0]},` +
      `1390000${mark}${mark}0${i},2020-05-2${i},办理中,${area}`), 'import', 'hotline_orders');
}

// Of each ledger: the ids here and there, as the command line tells them, oldest first.
function knownIds(office) {
  const ids = {};
  for (const ledger of Object.keys(kLedgers)) {
    const lines = office.taizhang('audit', '--data', office.data, '--action', 'record_created', '--ledger', ledger);
    const all = lines.split('\n').map((line) => line.split('\t')[5]).reverse();
    assert.equal(all.length, 2 * kRowsPerCommunity);
    ids[ledger] = { here: all.slice(0, kRowsPerCommunity), there: all.slice(kRowsPerCommunity) };
  }
  return ids;
}

// What of the other community would give a record away: amounts, order numbers and parts of personal fields.
function tellingOfThere() {
  return Array.from({ length: kRowsPerCommunity }, (_, i) => [`770${i}.77`, `GD770${i}`, `楼下770${i}`,
    `1380000770${i}`, `1390000770${i}`, `6222000000777${i}`]).flat();
}

function sees(role, ledger) {
  return role.permissions.includes('read_records') &&
    role.ledgers.some((one) => one === 'all' || one === ledger || one === kLedgers[ledger]);
}

function finds(role, field) {
  return !(field in kPersonal) || (role.permissions.includes('find_personal') &&
    role.sees.some((kind) => kind === 'all' || kind === kPersonal[field]));
}

// Ids that this account must never be told of a record.
function forbiddenIds(role, scoped, ids) {
  return Object.keys(kLedgers).flatMap((ledger) => !sees(role, ledger)
    ? [...ids[ledger].here, ...ids[ledger].there] : scoped ? ids[ledger].there : []);
}

const at = (path, values) => path.replace(/\{([^}]+)\}/g, (_, name) => encodeURIComponent(values[name] ?? kNobody));

// Bodies by route; where there is none, the document's own example serves.
function bodyOf(operation, area) {
  if (!operation.requestBody) return undefined;
  // A table with rows of the other community, which nobody of this one may bring in.
  if (operation.operationId === 'import_file') {
    return '申请日期,办理日期,申请人,致困原因,救助金额,办理状态,所属社区\n' +
      `2020-06-03,2020-06-04,戊己,重大疾病,1.00,已发放,${kThere}\n`;
  }
  const example = operation.requestBody.content['application/json']?.example;
  if (operation.operationId === 'create_record') {
    return { fields: { applicant: '戊己', applied_on: '2020-06-01', paid_on: '2020-06-02', cause: 'illness',
      amount: '10.00', status: 'applied', area } };
  }
  if (operation.operationId === 'create_account') return { name: 'jia.yi', title: '甲乙', roles: [{ role: 'public' }] };
  // Rightly: wrong ones would make everybody of this address wait.
  if (operation.operationId === 'change_password') return { before: kPassword, password: kPassword };
  if (operation.operationId === 'drop_second_step') return { password: kPassword };
  return example;
}

// Signing out ends the walk, and the own password stays as it is.
const kLast = new Set(['sign_out']);

function* requestsOf(document, ids, fields) {
  const ledgers = Object.keys(kLedgers);
  for (const [path, operations] of Object.entries(document.paths)) {
    for (const [verb, operation] of Object.entries(operations)) {
      if (kLast.has(operation.operationId)) continue;
      const one = (values, more = {}) => ({ method: verb.toUpperCase(), path: at(path, values), operation, ...more });
      const places = path.includes('{ledger}') ? ledgers : [''];
      for (const ledger of places) {
        // Nothing has a file here; attachments.mjs and the matrix of tests/access have some.
        const guesses = path.includes('{attachment}') ? [ids[ledger].here[0], ids[ledger].there[0]]
          : path.includes('{record}') ? [ids[ledger].here[0], ids[ledger].there[0], ids[ledger].there[5],
            ids[ledgers.find((other) => other !== ledger)].there[0], kNobody] : [''];
        for (const record of guesses) {
          for (const area of operation.operationId === 'create_record' ? [kHere, kThere, ''] : [kHere]) {
            yield one({ ledger, record, account: 'bei', indicator: 'relief.temporary.amount' },
              { body: bodyOf(operation, area), headers: { 'if-match': '"1"' } });
          }
        }
        const parameters = operation.parameters.filter((parameter) => parameter.in === 'query');
        const names = new Set(parameters.map((parameter) => parameter.name));
        const list = (query, more) => one({ ledger, record: ids[ledger || ledgers[0]].there[0], indicator: 'relief.temporary.amount' },
          { query, ...more });
        if (names.has('area')) {
          for (const area of [kHere, kThere, '121', '1']) {
            yield list(names.has('period') ? { area, period: '2020' } : { area });
          }
        }
        if (names.has('period') && !names.has('area')) yield list({ period: '2020' });
        if (operation.operationId === 'list_records') {
          for (const field of fields[ledger]) {
            yield list({ sort: `-${field.name}` }, { field: field.name, ledger });
            yield list({ filter: `${field.name} eq ${valueOf(field)}` }, { field: field.name, ledger });
          }
          yield list({ fields: fields[ledger].map((field) => field.name).join(','), limit: 1000 });
          yield list({ bin: 'only' });
          for (const text of tellingOfThere().slice(0, 3)) yield list({ q: text });
        }
        if (operation.operationId === 'search_records') {
          for (const q of ['7700', '楼下7700号机器响', '甲乙', 'GD7700']) yield list({ q, limit: 100 });
        }
        if (operation.operationId === 'preview_bulk_edit') {
          for (const selection of selections(ledger, ids, fields)) {
            yield one({ ledger }, { field: selection.field, ledger,
              body: { action: 'remove', records: selection.records }, headers: {} });
          }
        }
      }
    }
  }
}

// Everything by its ids, and by each field the value of a record of the other community.
function* selections(ledger, ids, fields) {
  yield { records: { ids: [...ids[ledger].here, ...ids[ledger].there] } };
  for (const field of fields[ledger].filter((one) => one.personal || one.name === 'amount')) {
    yield { field: field.name, records: { filters: [`${field.name} eq ${valueOf(field)}`] } };
  }
}

// A value of the field that only records of the other community have, where there is one.
function valueOf(field) {
  const there = { amount: '7700.77', bank_card: '62220000007770', phone: '13800007700', applicant: '甲乙柳',
    order_number: 'GD7700', caller: '丙丁柳', matter: '楼下7700号机器响', area: kThere };
  if (field.name in there) return there[field.name];
  if (field.choices.length > 0) return field.choices[0].code;
  return field.type === 'date' ? '2020-05-01' : '1';
}

function address(request) {
  const query = new URLSearchParams(request.query ?? {}).toString();
  return request.path + (query ? `?${query}` : '');
}

class Walker {
  constructor(office, role, scoped, name, ids, document, fields) {
    Object.assign(this, { role, scoped, ids, document, fields, requests: 0, statuses: {} });
    this.title = `${role.name}${scoped ? `@${kHere}` : ''}`;
    this.password = office.account(name, this.title);
    this.name = name;
    this.browser = new Browser(office.address);
    this.never = forbiddenIds(role, scoped, ids);
    // The log of what was done names records by their ids, to those who read the whole of it.
    this.audits = role.permissions.includes('read_audit');
  }

  async enter() {
    assert.equal((await this.browser.signIn(this.name, this.password)).status, 201, this.title);
    const changed = await this.browser.ask('POST', '/api/v1/me/password',
      { body: { before: this.password, password: kPassword } });
    assert.equal(changed.status, 200, this.title);
  }

  async try(request) {
    this.requests += 1;
    assert.ok(this.requests <= kRequestsPerAccountMax, `${this.title}: more than ${kRequestsPerAccountMax} requests`);
    const path = address(request);
    const body = request.operation.operationId === 'sign_in' ? { name: this.name, password: kPassword } : request.body;
    const answer = await this.browser.ask(request.method, path, { body, headers: request.headers });
    const told = `${this.title} ${request.method} ${decodeURIComponent(path)}: ${answer.status} ${answer.text.slice(0, 300)}`;
    assert.ok(answer.status < 500, told);
    assert.ok(String(answer.status) in request.operation.responses, `undocumented: ${told}`);
    this.statuses[answer.status] = (this.statuses[answer.status] ?? 0) + 1;
    this.check(request, path + JSON.stringify(body ?? ''), answer, told);
    return answer;
  }

  check(request, asked, answer, told) {
    const fresh = (text) => answer.text.includes(text) && !asked.includes(text) && !decodeURIComponent(asked).includes(text);
    if (!(this.audits && request.operation.operationId === 'list_audit')) {
      for (const id of this.never) assert.ok(!fresh(id), `an id out of reach: ${told}`);
    }
    if (this.scoped || !Object.keys(kLedgers).some((ledger) => sees(this.role, ledger))) {
      for (const text of tellingOfThere()) assert.ok(!fresh(text), `${text} is out of reach: ${told}`);
    }
    if (request.field !== undefined && answer.status === 200) {
      assert.ok(sees(this.role, request.ledger) && finds(this.role, request.field), `found by ${request.field}: ${told}`);
    }
  }

  async walk() {
    await this.enter();
    for (const request of requestsOf(this.document, this.ids, this.fields)) await this.try(request);
    const out = { method: 'DELETE', path: '/api/v1/session', operation: this.document.paths['/api/v1/session'].delete };
    assert.equal((await this.try(out)).status, 204, this.title);
    assert.equal((await this.browser.ask('GET', '/api/v1/me')).status, 401, this.title);
  }
}

// The rows of the other community as the command line gives them out.
function rowsThere(office) {
  return Object.keys(kLedgers).map((ledger) => {
    const file = `${office.folder}/there.jsonl`;
    office.taizhang('export', '--data', office.data, ledger, '-o', file, '--area', kThere, '--reveal', '核对');
    return readFileSync(file, 'utf8');
  });
}

// Who asks by an account of the whole office that reads all rows, to learn the fields there are.
async function fieldsOf(browser) {
  const fields = {};
  for (const ledger of Object.keys(kLedgers)) {
    fields[ledger] = (await browser.ask('GET', `/api/v1/ledgers/${ledger}`)).json.fields;
  }
  return fields;
}

export async function everyRole(program, source) {
  const office = new Office(program);
  try {
    fillLedgers(office);
    const ids = knownIds(office);
    const first = office.account('yi', 'leader');
    office.account('bei', 'public');
    await office.serve();
    const leader = new Browser(office.address);
    await leader.signIn('yi', first);
    await leader.ask('POST', '/api/v1/me/password', { body: { before: first, password: kPassword } });
    const document = (await leader.ask('GET', '/api/openapi.json')).json;
    const fields = await fieldsOf(leader);
    const walkers = [];
    for (const role of roles(source)) {
      for (const scoped of role.apart ? [false] : [false, true]) {
        walkers.push(new Walker(office, role, scoped, `wo.${walkers.length}`, ids, document, fields));
      }
    }
    assert.ok(walkers.length > 20 && walkers.length <= kAccountsMax);
    // One community's people first: nothing of the other may have changed by their hands.
    const before = rowsThere(office);
    for (const walker of walkers.filter((one) => one.scoped)) await walker.walk();
    assert.deepEqual(rowsThere(office), before);
    for (const walker of walkers.filter((one) => !one.scoped)) await walker.walk();
    await office.stop();
    const sum = walkers.reduce((total, walker) => total + walker.requests, 0);
    const most = Math.max(...walkers.map((walker) => walker.requests));
    return `${walkers.length} accounts of ${new Set(walkers.map((one) => one.role.name)).size} roles, ` +
      `${sum} requests, at most ${most} each; ${office.verify().split('\n').at(-1)}`;
  } finally {
    await office.stop?.().catch(() => {});
    office.remove();
  }
}
