import { contextBridge, ipcRenderer } from 'electron';
import type { PortMessage } from '../common/ipc/bridge.ts';
import type { StageBridge, StageOrder } from '../common/ipc/stage.ts';

const bridge: StageBridge = {
  send: (event) => ipcRenderer.send('stage:event', event),
  onOrder: (callback) => {
    const listener = (_event: unknown, order: StageOrder) => callback(order);
    ipcRenderer.on('stage:order', listener);
    return () => ipcRenderer.off('stage:order', listener);
  },
};

// A MessagePort cannot cross the context bridge; the page takes it from its own window's message event.
ipcRenderer.on('port', (event, name: PortMessage['name']) => {
  const message: PortMessage = { kind: 'anchor-studio:port', name };
  window.postMessage(message, location.origin, event.ports);
});

contextBridge.exposeInMainWorld('stage', bridge);
