import { err, ok, type Result } from '../../../common/result.ts';
import { ROOM_SERVICE_PATH, roomCodes } from '../../../common/rooms/api.ts';
import type { RoomInfo } from '../../../common/rooms/room.ts';
import { cardsOf, ownRoomOf, summaryOf } from './answers.ts';
import { postForJson } from './http.ts';
import type { OwnRoom, RoomService } from './service.ts';

/** The owner's secret of the embedded server, or an account of a service elsewhere. Secret. */
export type RoomCredentials =
  | { readonly ownerSecret: string }
  | { readonly sdkAppId: number; readonly userId: string; readonly userSig: string };

export type RoomClientOptions = {
  /** Origin, and path where the service is not at the root. */
  readonly baseUrl: string;
  readonly credentials: () => Promise<Result<RoomCredentials>>;
  /** Where the room's stream is published; the service knows the room's stream by it. Secret. */
  readonly pushUrl: () => string;
};
export type _ = [RoomInfo, OwnRoom, RoomService];
void [ROOM_SERVICE_PATH, roomCodes, err, ok, postForJson, cardsOf, ownRoomOf, summaryOf];
