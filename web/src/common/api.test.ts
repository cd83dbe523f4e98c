// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  ApiProblem, ask, filled, keepToken, mistakeAt, newKey, queryText, whenSignedOut,
} from './api';

const answer = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  new Response(status === 204 ? null : JSON.stringify(body), { status, headers });
const problem = (status: number, code: string, more: object = {}) =>
  answer(status, { type: 'x', title: 'x', status, code, detail: `detail of ${code}`, ...more });

const fetched = vi.fn<(address: string, init: RequestInit) => Promise<Response>>();
const headersOf = (call: number) => fetched.mock.calls[call]?.[1].headers as Record<string, string>;

beforeEach(() => {
  fetched.mockReset();
  vi.stubGlobal('fetch', fetched);
  keepToken('token-1');
});
afterEach(() => {
  vi.unstubAllGlobals();
  whenSignedOut(() => undefined);
});

it('fills in paths and queries', () => {
  expect(filled('/a/{one}/b/{two}', { one: '1/2', two: '桥' })).toBe('/a/1%2F2/b/%E6%A1%A5');
  expect(queryText({ a: 1, b: undefined, c: ['x', 'y'] })).toBe('?a=1&c=x&c=y');
  expect(queryText({})).toBe('');
  expect(newKey()).toMatch(/^[0-9a-f]{32}$/);
});

describe('asking', () => {
  it('shows token, ETag and key with a change', async () => {
    fetched.mockResolvedValue(answer(200, { csrf_token: 'token-2' }, { etag: '"7"' }));
    const got = await ask('post', '/api/v1/me/password', {
      body: { before: 'a', password: 'b' }, seen: '"6"', key: 'k',
    });
    expect(got.etag).toBe('"7"');
    expect(headersOf(0)).toMatchObject({
      'x-csrf-token': 'token-1', 'if-match': '"6"', 'idempotency-key': 'k',
    });
  });

  it('shows no token with reading', async () => {
    fetched.mockResolvedValue(answer(200, { ledgers: [] }));
    await ask('get', '/api/v1/ledgers');
    expect(headersOf(0)).not.toHaveProperty('x-csrf-token');
  });

  it('takes a new token when another tab has changed it, and asks once more', async () => {
    fetched.mockResolvedValueOnce(problem(403, 'csrf'))
      .mockResolvedValueOnce(answer(200, { csrf_token: 'token-2' }))
      .mockResolvedValueOnce(answer(204, null));
    expect((await ask('delete', '/api/v1/session')).status).toBe(204);
    expect(headersOf(2)['x-csrf-token']).toBe('token-2');
  });

  it('does not ask again where the token is the same', async () => {
    fetched.mockResolvedValueOnce(problem(403, 'csrf'))
      .mockResolvedValueOnce(answer(200, { csrf_token: 'token-1' }));
    await expect(ask('delete', '/api/v1/session')).rejects.toMatchObject({ code: 'csrf' });
    expect(fetched).toHaveBeenCalledTimes(2);
  });

  it('tells when the session is over, but not at the sign-in itself', async () => {
    const over = vi.fn();
    whenSignedOut(over);
    fetched.mockImplementation(() => Promise.resolve(problem(401, 'refused')));
    const body = { name: 'a', password: 'b' };
    await expect(ask('post', '/api/v1/session', { body })).rejects.toThrow('detail of refused');
    expect(over).not.toHaveBeenCalled();
    await expect(ask('get', '/api/v1/ledgers')).rejects.toThrow(ApiProblem);
    expect(over).toHaveBeenCalledOnce();
  });

  it('makes a problem of no server, and of one that speaks no JSON', async () => {
    fetched.mockRejectedValueOnce(new TypeError('failed'));
    await expect(ask('get', '/api/v1/me')).rejects.toMatchObject({ status: 0, isOffline: true });
    fetched.mockResolvedValueOnce(new Response('<html>', { status: 502 }));
    await expect(ask('get', '/api/v1/me')).rejects.toMatchObject({ status: 502, code: 'unknown' });
  });
});

it('finds the mistake of a field by name or pointer', () => {
  const errors = [
    { code: 'invalid_input', message_zh: '须填数字', expected_zh: '如 600.00', pointer: 'amount' },
    { code: 'invalid_input', message_zh: '太短', pointer: '/password' },
  ];
  const thrown = new ApiProblem(422,
    { type: 'x', title: 'x', status: 422, code: 'invalid_input', detail: 'x', errors });
  expect(mistakeAt(thrown, 'amount')).toBe('须填数字 · 如 600.00');
  expect(mistakeAt(thrown, 'password')).toBe('太短');
  expect(mistakeAt(thrown, 'other')).toBe('');
  expect(mistakeAt(new Error('x'), 'amount')).toBe('');
});
