import { contextBridge, ipcRenderer } from 'electron';
import type { PortMessage, StudioBridge } from '../common/ipc/bridge.ts';

const bridge: StudioBridge = {
  invoke: (channel, input) => ipcRenderer.invoke(channel, input),
  on: (event, callback) => {
    const listener = (_event: unknown, payload: Parameters<typeof callback>[0]) =>
      callback(payload);
    ipcRenderer.on(event, listener);
    return () => ipcRenderer.off(event, listener);
  },
  platform: process.platform,
};

ipcRenderer.on('port', (event, name: PortMessage['name']) => {
  const message: PortMessage = { kind: 'anchor-studio:port', name };
  window.postMessage(message, location.origin, event.ports);
});

contextBridge.exposeInMainWorld('studio', bridge);
