import { contextBridge, ipcRenderer } from 'electron';
import type { SdkBridge } from '../common/ipc/sdkWindow.ts';

const bridge: SdkBridge = {
  load: () => ipcRenderer.invoke('sdk:load'),
  login: () => ipcRenderer.invoke('sdk:login'),
  answer: (call, result) => void ipcRenderer.invoke('sdk:answer', { call, result }),
  event: (event) => void ipcRenderer.invoke('sdk:event', event),
  onCall: (callback) => {
    ipcRenderer.on('sdk:call', (_event, call) => callback(call));
  },
};

contextBridge.exposeInMainWorld('sdkHost', bridge);
