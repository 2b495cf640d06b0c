export type { OwnRoom, RoomService } from './service.ts';
export { RoomServices } from './services.ts';
