import { deflateSync, inflateSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type OpenDatabase, openDatabase } from '../../../main/server/data/open.ts';
import { Accounts, tokenLifetimeMs } from '../../../main/server/identity/accounts.ts';
import { cleanAvatar, cleanName } from '../../../main/server/identity/names.ts';
import { issueUserSig, judgeUserSig } from '../../../main/server/identity/userSig.ts';

const sigKey = { sdkAppId: 1400000001, key: 'a-key-of-this-test-0123456789abcdef' };
const ownerSecret = 'owner-secret-0123456789';
let nowMs = Date.now();
let database: OpenDatabase;
let accounts: Accounts;
const accountsWith = (secret = ownerSecret) =>
  new Accounts({ database, ownerSecret: secret, sigKey, now: () => nowMs });

beforeEach(async () => {
  nowMs = Date.now();
  const opened = await openDatabase(':memory:');
  if (!opened.ok) throw new Error(opened.error.message);
  database = opened.value;
  accounts = accountsWith();
});
afterEach(async () => {
  accounts.close();
  await database.close();
});

const codeOf = (result: { ok: boolean; error?: { code: string } }) =>
  result.ok ? 'ok' : result.error?.code;
async function tokenOf(login: Awaited<ReturnType<Accounts['loginOwner']>>) {
  if (!login.ok) throw new Error(login.error.message);
  return login.value.token;
}

test('the owner comes by the secret, and nobody else does', async () => {
  const token = await tokenOf(await accounts.loginOwner(ownerSecret, { name: '主播' }));
  expect(await accounts.verify(token)).toEqual({
    ok: true,
    value: { userId: 'studio', name: '主播', avatar: '', owner: true },
  });
  expect(codeOf(await accounts.loginOwner('owner-secret-012345678'))).toBe('AUTH');
  expect(codeOf(await accounts.loginOwner(''))).toBe('AUTH');
  const nobody = accountsWith('');
  expect(codeOf(await nobody.loginOwner(''))).toBe('AUTH');
  nobody.close();
});

test('a token is 256 bits, is kept as its hash, expires, and dies with the secret', async () => {
  const { token } = await accounts.guest('one');
  expect(Buffer.from(token, 'base64url')).toHaveLength(32);
  const rows = await database.read<{ hash: string }>('SELECT * FROM tokens');
  expect(JSON.stringify(rows)).not.toContain(token);
  expect(codeOf(await accounts.verify(rows[0]?.hash ?? ''))).toBe('AUTH');
  for (const bad of ['', 'x', `${token}x`, token.slice(1), `${token.slice(0, -1)}!`])
    expect(codeOf(await accounts.verify(bad))).toBe('AUTH');
  nowMs += tokenLifetimeMs.guest - 1;
  expect(codeOf(await accounts.verify(token))).toBe('ok');
  nowMs += 1;
  expect(codeOf(await accounts.verify(token))).toBe('AUTH');

  const owner = await tokenOf(await accounts.loginOwner(ownerSecret));
  const changed = accountsWith('another-secret-0123456789');
  expect(codeOf(await changed.verify(owner))).toBe('AUTH');
  changed.close();
});

test('tokens outlive the server; those taken back do not work anywhere', async () => {
  const { token } = await accounts.guest('one');
  const again = accountsWith();
  expect(codeOf(await again.verify(token))).toBe('ok');
  await again.logout(token);
  expect(codeOf(await again.verify(token))).toBe('AUTH');
  again.close();
  const first = await accounts.guest('two');
  await accounts.revoke(first.account.userId);
  expect(codeOf(await accounts.verify(first.token))).toBe('AUTH');
});

test('a UserSig logs in who it is of, until it expires or is signed out', async () => {
  const sig = issueUserSig(sigKey, 'anna', 600);
  const login = () => accounts.loginSigned('anna', sig, { name: 'Anna' });
  const first = await tokenOf(await login());
  const second = await tokenOf(await login());
  await accounts.logout(first);
  // Replayed: the signature still holds, but it was signed out with all that it opened.
  expect([codeOf(await accounts.verify(second)), codeOf(await login())]).toEqual(['AUTH', 'AUTH']);
  const fresh = issueUserSig(sigKey, 'anna', 700);
  expect(codeOf(await accounts.loginSigned('anna', fresh))).toBe('ok');
  nowMs += 701_000;
  expect(codeOf(await accounts.loginSigned('anna', fresh))).toBe('AUTH');
});

test('a UserSig of another person, application or key is refused, and so is what is none', () => {
  const sig = issueUserSig(sigKey, 'anna', 600);
  expect(judgeUserSig(sigKey, 'anna', sig, nowMs).ok).toBe(true);
  const decode = (text: string) =>
    JSON.parse(
      inflateSync(
        Buffer.from(text.replace(/\*/g, '+').replace(/-/g, '/').replace(/_/g, '='), 'base64'),
      ).toString(),
    );
  const encode = (ticket: unknown) =>
    deflateSync(JSON.stringify(ticket))
      .toString('base64')
      .replace(/\+/g, '*')
      .replace(/\//g, '-')
      .replace(/=/g, '_');
  const ticket = decode(sig);
  expect(judgeUserSig(sigKey, 'anna', encode(ticket), nowMs).ok).toBe(true);
  const refused: [string, string][] = [
    ['ben', sig],
    ['ben', encode({ ...ticket, 'TLS.identifier': 'ben' })],
    ['anna', encode({ ...ticket, 'TLS.expire': 6_000_000 })],
    ['anna', encode({ ...ticket, 'TLS.sdkappid': 1 })],
    ['anna', encode({ ...ticket, 'TLS.sig': '' })],
    ['anna', issueUserSig({ ...sigKey, key: 'another-key-0123456789' }, 'anna', 600)],
    ['anna', issueUserSig({ ...sigKey, sdkAppId: 7 }, 'anna', 600)],
    ['anna', sig.slice(0, -8)],
    ['anna', 'x'.repeat(5000)],
    ['anna', ''],
    // Small, and endless when it is unpacked.
    ['anna', encode('0'.repeat(10_000_000))],
  ];
  for (const [userId, text] of refused)
    expect(codeOf(judgeUserSig(sigKey, userId, text, nowMs))).toBe('AUTH');
  expect(codeOf(judgeUserSig(sigKey, 'anna', sig, nowMs - 3_600_000))).toBe('AUTH');
});

test('nobody takes the names of the server by a UserSig', async () => {
  for (const userId of ['studio', 'guest-abc'])
    expect(codeOf(await accounts.loginSigned(userId, issueUserSig(sigKey, userId, 60)))).toBe(
      'AUTH',
    );
});

test('names are one line of what can be seen', () => {
  expect(cleanName('  小\u200b明 \u202e\u0007<b>\n x ')).toBe('小 明 <b> x');
  expect(cleanName('a'.repeat(99))).toHaveLength(32);
  expect([...cleanName('👩‍👩‍👧'.repeat(40))].length).toBeLessThanOrEqual(32);
  expect(cleanName(`e${'\u0301'.repeat(200)}`).length).toBeLessThan(8);
  expect(cleanName('\ud800x')).toBe('x');
  // Letters that look like nothing: a name of them would be no name.
  expect(cleanName('\u3164\u2800\u115f \uffa0\u034f')).toBe('');
  expect(cleanAvatar('https://a.example/b.png')).toBe('https://a.example/b.png');
  for (const bad of [
    'javascript:alert(1)',
    'http://a/b',
    'data:image/png;base64,x',
    '//a/b',
    '/../x',
  ])
    expect(cleanAvatar(bad)).toBe('');
});
