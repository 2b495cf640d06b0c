import { MessageChannelMain } from 'electron';
import type { StudioWindow } from '../windows/studioWindow.ts';
import type { Output } from './output.ts';
import type { Stage } from './stage.ts';

/** Lets packets flow from the stage to the output, without passing through main. */
export function connectStage(stage: Stage, output: Output): void {
  if (!stage.loaded || !output.running) return;
  const { port1, port2 } = new MessageChannelMain();
  stage.sendPort('output', port1);
  output.order({ type: 'attachStage' }, [port2]);
}

/** Gives the ui page its ports for meters and figures. */
export function connectUi(window: StudioWindow | null, stage: Stage, output: Output): void {
  if (!window?.ui) return;
  if (output.running) {
    const { port1, port2 } = new MessageChannelMain();
    output.order({ type: 'attachUi' }, [port1]);
    window.sendPort('output', port2);
  }
  if (stage.loaded) {
    const { port1, port2 } = new MessageChannelMain();
    stage.sendPort('stage', port1);
    window.sendPort('stage', port2);
  }
}
