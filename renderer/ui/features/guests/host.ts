import type { HostCommand } from '../../../../common/cohost/desk.ts';
import { ask } from '../../app/studio.ts';

/** Asks the desk for something; a refusal is shown to the person. */
export const host = (command: HostCommand): void => void ask('cohost:host', command);
