// SPDX-License-Identifier: Apache-2.0
import { beforeEach, describe, expect, it } from 'vitest';
import { cut, keepTrail, neighbours, trailOf } from './list_trail';

const records = ['1', '2', '3', '4', '5'].map((id) => ({ id, ledger: 'works' }));
const trail = { back: '/ledgers/works?sort=-id', records };

describe('the trail of a list', () => {
  beforeEach(() => { sessionStorage.clear(); });

  it('leads from one record to the next, and back to the list', () => {
    keepTrail(trail, '2');
    const kept = trailOf('2');
    expect(kept?.back).toBe('/ledgers/works?sort=-id');
    expect(kept && neighbours(kept, '2')).toEqual({
      place: 2, of: 5, before: { id: '1', ledger: 'works' }, after: { id: '3', ledger: 'works' },
    });
  });
  it('has ends', () => {
    expect(neighbours(trail, '1').before).toBeUndefined();
    expect(neighbours(trail, '5').after).toBeUndefined();
  });
  it('is not for a record that was opened otherwise', () => {
    keepTrail(trail, '2');
    expect(trailOf('9')).toBeUndefined();
  });
  it('keeps what is around the one that is opened', () => {
    expect(cut(trail, '3', 3).records.map((one) => one.id)).toEqual(['2', '3', '4']);
    expect(cut(trail, '5', 3).records.map((one) => one.id)).toEqual(['3', '4', '5']);
    expect(cut(trail, '1', 3).records.map((one) => one.id)).toEqual(['1', '2', '3']);
  });
  it('does not trust what somebody else wrote there', () => {
    const wrong = { back: 'javascript:alert(1)', records: [{ id: '1' }] };
    sessionStorage.setItem('taizhang.trail', JSON.stringify(wrong));
    expect(trailOf('1')).toBeUndefined();
    sessionStorage.setItem('taizhang.trail', 'no json');
    expect(trailOf('1')).toBeUndefined();
  });
});
