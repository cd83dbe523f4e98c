// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { conjuncts, filtersOf } from './where_filters';

describe('the condition of an indicator', () => {
  it('becomes filters of a list', () => {
    expect(filtersOf("kind = 'fume' and status != 'open' and amount >= 500"))
      .toEqual({ filters: ['kind eq fume', 'status ne open', 'amount ge 500'], left: [] });
    expect(filtersOf("status in ('open', 'in_hand') and escalated = true"))
      .toEqual({ filters: ['status in open,in_hand', 'escalated eq true'], left: [] });
    expect(filtersOf('due_on is not missing and receipt_on is missing').filters)
      .toEqual(['due_on present', 'receipt_on missing']);
  });
  it('tells what a list cannot say', () => {
    expect(filtersOf("status = 'rectified' and rectified_on <= due_on"))
      .toEqual({ filters: ['status eq rectified'], left: ['rectified_on <= due_on'] });
    expect(filtersOf("kind = 'a' or kind = 'b'"))
      .toEqual({ filters: [], left: ["kind = 'a' or kind = 'b'"] });
    expect(filtersOf("not (kind = 'a') and place in ('一,二')").left)
      .toEqual(["not (kind = 'a')", "place in ('一,二')"]);
  });
  it('has words inside quotes as they are', () => {
    expect(conjuncts("place = '河 and 桥' and kind = 'x'"))
      .toEqual(["place = '河 and 桥'", "kind = 'x'"]);
    expect(filtersOf("place = '老\\'街'").filters).toEqual(["place eq 老'街"]);
  });
  it('is nothing where all records count', () => {
    expect(filtersOf(null)).toEqual({ filters: [], left: [] });
  });
});
