export { BitrateController, type BitrateDecision } from './controller.ts';
