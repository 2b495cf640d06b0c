import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { issueUserSig } from '../../../main/server/identity/userSig.ts';
import type { ServerOptions } from '../../../main/server/index.ts';
import { call, roomService } from './apiClient.ts';
import { startTestServer, type TestServer, tempFolder } from './support.ts';

export const ownerSecret = 'owner-secret-0123456789';
export const sigKey = { sdkAppId: 1400000001, key: 'a-key-of-this-test-0123456789abcdef' };

/** A server that knows an owner and an application; its page is a word. */
export async function startRoomServer(options: Partial<ServerOptions> = {}): Promise<TestServer> {
  const watchFolder = await tempFolder();
  await writeFile(join(watchFolder, 'index.html'), '<!doctype html><video></video>');
  return startTestServer({ watchFolder, ownerSecret, sigKey, streamName: 'studio', ...options });
}

export type Person = {
  readonly userID: string;
  readonly token: string;
  /** RoomService. */
  readonly service: ReturnType<typeof roomService>;
};

/** Somebody with a UserSig, logged in as LiveRoom's clients do. `from` keeps apart whose limits are used up. */
export async function signIn(port: number, userID: string, from?: string): Promise<Person> {
  const body = { userID, userSig: issueUserSig(sigKey, userID, 600), userName: userID };
  const login = await call(port, '/weapp/live_room/login', { body, ...(from ? { from } : {}) });
  if (login.json.code !== 0) throw new Error(login.json.message);
  const who = { userID, token: login.json.token as string };
  return { ...who, service: roomService(port, who, from) };
}

export async function signInOwner(port: number): Promise<Person> {
  const { json } = await call(port, '/api/login', { body: { ownerSecret, name: 'Host' } });
  const who = { userID: json.userId as string, token: json.token as string };
  return { ...who, service: roomService(port, who) };
}

/** The least that is a PNG file to look at. */
export const tinyPng = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
