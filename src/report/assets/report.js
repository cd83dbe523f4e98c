// SPDX-License-Identifier: Apache-2.0
// The provenance panel of the report page. Everything it shows comes from the JSON in the page;
// nodes are built, never parsed, so that no text of a record can become markup.
(() => {
  'use strict';
  const FIRST_ROWS = 100;
  const MORE_ROWS = 500;
  const LONG_CELL = 16;
  const { figures, tables } = JSON.parse(document.getElementById('data').textContent);
  const root = document.documentElement;
  const panel = document.getElementById('pv');
  const shade = document.getElementById('shade');
  const live = document.getElementById('live');
  const main = document.getElementById('main');
  const narrow = matchMedia('(max-width: 768px)');
  let current = 0;  // number of the figure in the panel, 0 when it is closed
  let show = 'all';

  // ---- nodes
  function el(tag, attributes, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value);
    }
    node.append(...children.filter((child) => child !== null && child !== ''));
    return node;
  }

  function icon(name, size) {
    const ns = 'http://www.w3.org/2000/svg';
    const svg = document.createElementNS(ns, 'svg');
    const use = document.createElementNS(ns, 'use');
    use.setAttribute('href', '#i-' + name);
    svg.setAttribute('class', 'i' + (size ? ' ' + size : ''));
    svg.setAttribute('aria-hidden', 'true');
    svg.append(use);
    return svg;
  }

  function button(name, label, action, extra) {
    const node = el('button', { type: 'button', class: 'ib s ' + (extra || ''), 'aria-label': label,
      title: label }, icon(name));
    node.addEventListener('click', action);
    return node;
  }

  // ---- numbers: exact decimals as integers of a common scale, never binary fractions
  const isNumber = (text) => /^-?[\d,]+(\.\d+)?$/.test(text || '');

  function group(text) {
    if (!/^-?\d+(\.\d+)?$/.test(text || '')) return text || '';
    const [whole, decimals] = text.split('.');
    const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
    return decimals === undefined ? grouped : grouped + '.' + decimals;
  }

  const decimals = (text) => (text.split('.')[1] || '').length;

  function scaled(text, scale) {
    const [whole, fraction = ''] = text.replace(/,/g, '').split('.');
    return BigInt(whole + fraction.padEnd(scale, '0'));
  }

  function difference(left, right) {
    const scale = Math.max(decimals(left), decimals(right));
    const units = scaled(left, scale) - scaled(right, scale);
    const digits = String(units < 0n ? -units : units).padStart(scale + 1, '0');
    const cut = digits.length - scale;
    return { sign: units < 0n ? -1 : units > 0n ? 1 : 0,
      size: group(digits.slice(0, cut) + (scale ? '.' + digits.slice(cut) : '')) };
  }

  // ---- figures
  const missing = (figure) => figure.state === 'missing';
  const doubtful = (figure) => !missing(figure) && figure.evidence.some((part) => !part.agrees);
  const withUnit = (text, unit) => (unit === '%' ? text + '%' : unit ? text + ' ' + unit : text);
  const count = (number) => group(String(number)) + ' 条';

  function shown(figure) {
    if (show === 'missing') return missing(figure);
    if (show === 'doubtful') return doubtful(figure);
    return show === 'all' || !missing(figure);
  }

  function state(figure) {
    if (missing(figure)) return el('span', { class: 'st miss' }, icon('miss'), '缺数');
    if (doubtful(figure)) return el('span', { class: 'st over' }, icon('over'), '有疑');
    return el('span', { class: 'st done' }, icon('link'), '已绑定');
  }

  // ---- panel parts
  function header(figure) {
    const numbers = figures.filter(shown).map((other) => other.number);
    const place = numbers.indexOf(figure.number);
    const go = (by, focus) => () => open(numbers[place + by], { focus });
    const previous = button('left', '上一个数字', go(-1, '.previous'), 'previous');
    const next = button('right', '下一个数字', go(1, '.next'), 'next');
    previous.disabled = place <= 0;
    next.disabled = place < 0 || place === numbers.length - 1;
    return el('div', { class: 'hd' }, state(figure),
      el('span', { class: 't sm mut', title: figure.title_zh }, figure.title_zh),
      el('span', { class: 'nav' }, previous,
        el('span', { id: 'pv-place' }, (place < 0 ? '–' : place + 1) + '/' + numbers.length), next,
        button('wide', '放宽或收窄', () => root.classList.toggle('wide'), 'widen'),
        button('close', '收起', close)));
  }

  function value(figure) {
    if (missing(figure)) {
      return el('div', {}, el('div', { class: 'v' }, el('h2', { tabindex: '-1' }, '缺')),
        el('p', { class: 'sm mut' }, /^0(\.0+)?$/.test(figure.denominator || '')
          ? '分母为 0，算不出比率。'
          : '本期没有填报，也没有零报告，所以不能写 0。补录后重新生成。'));
    }
    const exact = withUnit(group(figure.value), figure.unit);
    const bare = (text) => text.replace(/[\s,]/g, '').replace(/\.0+(?!\d)/, '');
    const same = bare(figure.printed) === bare(exact);
    return el('div', {}, el('div', { class: 'v' },
      el('h2', { tabindex: '-1' }, figure.printed), same ? '' : el('span', {}, '= ' + exact)),
      el('p', { class: 'sm mut' }, figure.rounding || '照原数写，没有舍入'));
  }

  function facts(figure) {
    const list = el('dl', { class: 'kv' });
    const add = (name, content) => {
      if (content) list.append(el('dt', {}, name), el('dd', {}, content));
    };
    add('定义', figure.definition);
    add('时期', figure.period.title + '，' + figure.period.from + ' 至 ' + figure.period.to);
    add('范围', figure.scope);
    add('分子', group(figure.numerator));
    add('分母', group(figure.denominator));
    add('指标', el('code', {}, figure.indicator));
    if (figure.records_digest) {
      add('记录摘要', el('code', { title: figure.records_digest },
        figure.records_digest.slice(0, 16) + (figure.records_digest.length > 16 ? '…' : '')));
    }
    return el('div', {}, list);
  }

  function growth(figure, now, before) {
    const change = difference(figure.value, figure.year_before);
    if (change.sign === 0) return '持平';
    if (figure.unit === '%') {
      return (change.sign > 0 ? '上升 ' : '下降 ') + change.size + ' 个百分点';
    }
    if (before === 0) return '上年为 0，不算增幅';
    const percent = Math.abs((now - before) / before * 100).toFixed(1);
    return (change.sign > 0 ? '增长 ' : '下降 ') + percent + '%';
  }

  function yearBefore(figure) {
    if (!isNumber(figure.value) || !isNumber(figure.year_before)) return null;
    const plain = (text) => Number(text.replace(/,/g, ''));
    const now = plain(figure.value);
    const before = plain(figure.year_before);
    const largest = Math.max(Math.abs(now), Math.abs(before), 1e-9);
    const text = (number) => group(number) + (figure.unit === '%' ? '%' : '');
    const bar = (number, kind) => {
      const node = el('i', { class: kind });
      node.style.width = (Math.abs(number) / largest * 100).toFixed(1) + '%';
      return el('span', {}, node);
    };
    return el('div', {}, el('h3', {}, '比上年同期', el('span', {}, growth(figure, now, before))),
      el('div', { class: 'yo' },
        el('span', {}, '今年'), bar(now, ''), el('span', { class: 'num b' }, text(figure.value)),
        el('span', { class: 'mut' }, '上年'), bar(before, 'p'),
        el('span', { class: 'num' }, text(figure.year_before))));
  }

  // The words below the sum: what it was compared with, and by how much it differs.
  function verdict(figure, part) {
    const against = part.label === '分子' ? figure.numerator
      : part.label === '分母' ? figure.denominator : figure.value;
    const name = part.label || '文中数字';
    if (part.agrees) {
      const exact = part.label || !figure.rounding || figure.rounding.includes('没有舍入');
      return el('p', { class: 'st done wrap' }, icon('done'),
        exact ? '合计与' + name + '相等' : '合计与舍入前的数相等');
    }
    const known = isNumber(part.total) && isNumber(against);
    const gap = known ? '，差 ' + difference(part.total, against).size : '';
    return el('p', { class: 'st over wrap' }, icon('over'),
      '合计 ' + group(part.total) + '，' + name + ' ' + group(against) + gap);
  }

  // ---- records
  function columnClasses(table, rows) {
    return table.columns.map((_, column) => {
      const cells = rows.slice(0, 50).map((row) => table.rows[row][column]).filter(Boolean);
      if (cells.length && cells.every(isNumber)) return 'num';
      return cells.some((cell) => cell.length > LONG_CELL) ? 'lt' : null;
    });
  }

  function evidence(figure, part) {
    const table = tables[part.table] || { columns: [], rows: [] };
    const classes = columnClasses(table, part.rows);
    const unit = part.label || !figure.unit || figure.unit === '%' ? '' : '（' + figure.unit + '）';
    const body = el('tbody');
    const status = el('span', { class: 'sm mut', role: 'status' });
    const more = el('button', { type: 'button', class: 'btn' });
    let matches = part.rows.map((_, index) => index);
    let drawn = 0;

    const draw = (rows) => {
      const chunk = document.createDocumentFragment();
      for (const index of matches.slice(drawn, drawn + rows)) {
        const cells = table.rows[part.rows[index]] || [];
        chunk.append(el('tr', {}, ...cells.map((cell, column) =>
          el('td', { class: classes[column] }, cell)),
        el('td', { class: 'num' }, group(part.counted[index]))));
      }
      body.append(chunk);
      drawn = Math.min(drawn + rows, matches.length);
      const left = matches.length - drawn;
      more.hidden = left === 0;
      more.textContent = '再显示 ' + group(String(Math.min(left, MORE_ROWS))) + ' 条';
      const all = matches.length === part.rows.length;
      status.textContent = matches.length === 0 && !all ? '没有符合的记录'
        : (all ? '' : '符合 ' + count(matches.length) + '，') + '已显示 ' + count(drawn);
    };
    const filter = (text) => {
      const words = text.trim().split(/\s+/).filter(Boolean);
      const fits = (index) => {
        const line = (table.rows[part.rows[index]] || []).join('\t') + '\t' + part.counted[index];
        return words.every((word) => line.includes(word));
      };
      matches = part.rows.map((_, index) => index).filter((index) => !words.length || fits(index));
      drawn = 0;
      body.replaceChildren();
      draw(FIRST_ROWS);
    };
    more.addEventListener('click', () => draw(MORE_ROWS));
    draw(FIRST_ROWS);

    const title = (part.label ? part.label + ' · ' : '') + (table.title_zh || '记录');
    const find = el('input', { class: 'find', type: 'search', 'aria-label': '筛选' + title,
      placeholder: '筛选：编号、日期、区域', autocomplete: 'off' });
    find.addEventListener('input', () => filter(find.value));
    const head = el('tr', {}, ...table.columns.map((name, column) =>
      el('th', { scope: 'col', class: classes[column] === 'num' ? 'num' : null }, name)),
    el('th', { scope: 'col', class: 'num' }, '计入' + unit));
    const sum = el('tr', {}, el('td', {}, '合计 ' + count(part.rows.length)),
      ...table.columns.slice(1).map(() => el('td')),
      el('td', { class: 'num' }, group(part.total)));
    const scroller = el('div', { class: 'rw', tabindex: '0', role: 'region', 'aria-label': title },
      el('table', {}, el('thead', {}, head), body, el('tfoot', {}, sum)));
    return el('div', { class: part.label ? 'ev half' : 'ev' },
      el('h3', {}, part.label || '记录', el('span', {}, count(part.rows.length)),
        el('span', {}, table.title_zh || '')),
      part.rows.length > 10 ? find : '',
      part.rows.length ? scroller : el('p', { class: 'sm mut' },
        '没有记录计入。台账本期填报过，所以是 0，不是缺数。'),
      verdict(figure, part),
      part.rows.length ? el('div', { class: 'more' }, more, status) : '');
  }

  // ---- opening and closing
  const chipOf = (number) => document.getElementById('t-' + number);

  function select(number) {
    for (const chip of document.querySelectorAll('.fg.sel')) {
      chip.classList.remove('sel');
      chip.removeAttribute('aria-current');
    }
    for (const chip of number ? document.querySelectorAll('.fg[data-n="' + number + '"]') : []) {
      chip.classList.add('sel');
      chip.setAttribute('aria-current', 'true');
    }
  }

  // On a narrow screen the sheet covers the lower part: the chip goes just below the bars.
  function reveal(chip) {
    if (!chip) return;
    if (!narrow.matches) return chip.scrollIntoView({ block: 'nearest' });
    const bars = document.querySelector('.leg').getBoundingClientRect().bottom;
    scrollBy(0, chip.getBoundingClientRect().top - bars - 32);
  }

  function setAddress(number) {
    try {
      const plain = location.pathname + location.search;
      history.replaceState(null, '', number ? '#fig-' + number : plain);
    } catch { /* a viewer that forbids it keeps the old address */ }
  }

  // `focus` says what in the new panel takes it: the heading, the button that was pressed, or null.
  function open(number, { focus = 'h2', chip = null } = {}) {
    const figure = figures[number - 1];
    if (!figure) return;
    current = number;
    const records = el('div', {}, el('h3', {}, '记录',
      el('span', { id: 'pv-count' }, count(figure.record_count))));
    panel.replaceChildren(...[header(figure), value(figure), facts(figure), yearBefore(figure),
      figure.evidence.length === 1 ? null : records,
      ...figure.evidence.map((part) => evidence(figure, part))].filter(Boolean));
    if (figure.evidence.length === 1) {
      panel.querySelector('.ev h3 span').id = 'pv-count';
    }
    panel.hidden = shade.hidden = false;
    panel.scrollTop = 0;
    root.classList.add('open');
    main.inert = narrow.matches;
    select(number);
    setAddress(number);
    reveal(chip || chipOf(number));
    live.textContent = missing(figure) ? figure.title_zh + '，缺数'
      : figure.printed + '，' + figure.title_zh + '，' + count(figure.record_count) + '记录';
    if (!focus) return;
    const target = panel.querySelector(focus + ':not(:disabled)') || panel.querySelector('h2');
    target.focus({ preventScroll: true });
  }

  function close() {
    const chip = chipOf(current);
    panel.hidden = shade.hidden = true;
    panel.replaceChildren();
    root.classList.remove('open');
    main.inert = false;
    current = 0;
    select(0);
    setAddress(0);
    live.textContent = '';
    if (chip) chip.focus({ preventScroll: true });
  }

  function step(by) {
    const numbers = figures.filter(shown).map((figure) => figure.number);
    const next = numbers[numbers.indexOf(current) + by];
    const inside = panel.contains(document.activeElement);
    if (next && numbers.includes(current)) open(next, { focus: inside ? 'h2' : null });
  }

  function openFromAddress() {
    const match = /^#fig-(\d+)$/.exec(location.hash);
    if (match && Number(match[1]) !== current) open(Number(match[1]));
  }

  // ---- events
  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[data-n]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(Number(link.dataset.n), { chip: link.classList.contains('fg') ? link : null });
  });

  document.addEventListener('keydown', (event) => {
    if (!current || event.altKey || event.ctrlKey || event.metaKey) return;
    const typing = event.target.matches('input');
    const scroller = event.target.closest('.rw');
    const scrolls = scroller && scroller.scrollWidth > scroller.clientWidth;
    if (event.key === 'Escape') {
      if (typing && event.target.value) return;  // the browser empties the box first
      close();
    } else if ((event.key === 'ArrowLeft' || event.key === 'ArrowRight') && !typing && !scrolls) {
      event.preventDefault();
      step(event.key === 'ArrowLeft' ? -1 : 1);
    }
  });

  for (const choice of document.querySelectorAll('.leg button')) {
    choice.addEventListener('click', () => {
      show = choice.dataset.show;
      main.dataset.show = show;
      for (const other of document.querySelectorAll('.leg button')) {
        other.setAttribute('aria-pressed', String(other === choice));
      }
      const first = figures.find(shown);
      if (show !== 'all' && first) reveal(chipOf(first.number));
      if (current) open(shown(figures[current - 1]) || !first ? current : first.number,
        { focus: null });
    });
  }

  const dark = document.getElementById('dark');
  function setTheme(theme) {
    root.dataset.theme = theme;
    dark.setAttribute('aria-label', theme === 'dark' ? '换成浅色' : '换成深色');
    dark.replaceChildren(icon(theme === 'dark' ? 'sun' : 'moon'));
  }
  setTheme(matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
  dark.addEventListener('click', () => setTheme(root.dataset.theme === 'dark' ? 'light' : 'dark'));
  document.getElementById('print').addEventListener('click', () => print());
  shade.addEventListener('click', close);
  narrow.addEventListener('change', () => { main.inert = narrow.matches && current > 0; });
  addEventListener('hashchange', openFromAddress);
  root.classList.add('js');
  // After loading: going to #fig-N, the browser itself would take the focus away again.
  addEventListener('load', () => setTimeout(openFromAddress));
})();
