import type { ServerResponse } from 'node:http';
import type { ErrorCode, StudioError } from '../../../common/result.ts';
import { sendJson } from './replies.ts';

const statusOf: Partial<Record<ErrorCode, number>> = {
  AUTH: 401,
  FORBIDDEN: 403,
  BANNED: 403,
  ROOM_MISSING: 404,
  FILE_MISSING: 404,
  BUSY: 409,
  ROOM_FULL: 409,
  IMAGE_INVALID: 415,
  RATE_LIMITED: 429,
  INTERNAL: 500,
};

/** `{ "error": code, "message": one English line }`. */
export function sendError(response: ServerResponse, { code, message }: StudioError): void {
  const status = statusOf[code] ?? 400;
  if (status === 429) response.setHeader('Retry-After', '2');
  // What is left of a body is not read.
  response.setHeader('Connection', 'close');
  sendJson(response, status, { error: code, message });
}
