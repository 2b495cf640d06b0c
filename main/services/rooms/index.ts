export { isElsewhere } from './elsewhere.ts';
export { isOfRoom, isOn } from './push.ts';
export type { OwnRoom, RoomPage, RoomService } from './service.ts';
export { RoomServices } from './services.ts';
