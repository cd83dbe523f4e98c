// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { formatHtml, formatTsv, parseHtml, parseTsv, spread } from './clipboard';

describe('text with tabs', () => {
  it('is read with cells of several lines, doubled quotes and a last line break', () => {
    expect(parseTsv('甲\t"一\n二"\t"说""好"""\r\n乙\t\t3\r\n'))
      .toEqual([['甲', '一\n二', '说"好"'], ['乙', '', '3']]);
  });

  it('keeps a quote that closes nothing', () => {
    expect(parseTsv('"半个\t5" 管\n"甲"乙\t1')).toEqual([['"半个', '5" 管'], ['"甲"乙', '1']]);
  });

  it('ends at a bound', () => {
    expect(parseTsv('1\t2\t3\t4', 3).flat()).toEqual(['1', '2', '3']);
  });

  it('is written so that it reads back the same', () => {
    const cells = [['a\tb', '行一\n行二', '"引"', ''], ['-5', '0012', '普通', '末']];
    expect(parseTsv(formatTsv(cells))).toEqual(cells);
  });

  it('never gives a spreadsheet a formula to run, and takes its own guard off again', () => {
    const cells = [['=HYPERLINK("x")', '@SUM(A1)', '+86 138', '-12.5', '+1,200.00']];
    const text = formatTsv(cells);
    expect(text).toContain("'=HYPERLINK");
    expect(text).toContain("'@SUM");
    expect(text).toMatch(/\t-12\.5\t\+1,200\.00$/);
    expect(parseTsv(text)).toEqual(cells);
  });
});

describe('an HTML table', () => {
  it('is read as WPS writes it', () => {
    const html = `<html><style>td{color:red}</style><table><tr><td>甲<br
      style="mso-data-placement:same-cell">乙</td><td x:num="5">  5.00
      元 </td></tr><tr><td colspan="2"><p>丙</p></td></tr></table></html>`;
    expect(parseHtml(html)).toEqual([['甲\n乙', '5.00 元'], ['丙', '']]);
  });

  it('puts what spans rows in the first of them', () => {
    expect(parseHtml('<table><tr><td rowspan="2">甲</td><td>1</td></tr><tr><td>2</td></tr></table>'))
      .toEqual([['甲', '1'], ['', '2']]);
  });

  it('is none where there is no table', () => {
    expect(parseHtml('<p>甲</p>')).toBeUndefined();
  });

  it('takes nothing of a script', () => {
    expect(parseHtml('<table><tr><td><script>alert(1)</script>好</td></tr></table>'))
      .toEqual([['好']]);
  });

  it('is written with what is special in it as text', () => {
    const cells = [['<b>&', '行一\n行二', '510101199001010012']];
    const html = formatHtml(cells);
    expect(html).toContain('&lt;b&gt;&amp;');
    expect(html).toContain('mso-number-format');
    expect(parseHtml(html)).toEqual(cells);
  });
});

describe('a paste', () => {
  it('repeats what fits the choice a whole number of times', () => {
    expect(spread([['甲']], 2, 2)).toEqual([['甲', '甲'], ['甲', '甲']]);
    expect(spread([['1'], ['2']], 4, 1).flat()).toEqual(['1', '2', '1', '2']);
    expect(spread([['1'], ['2']], 3, 1).flat()).toEqual(['1', '2']);
  });
});
