export { BitrateController, type BitrateDecision, type LinkSample } from './controller.ts';
