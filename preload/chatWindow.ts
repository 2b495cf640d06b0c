import { contextBridge, ipcRenderer } from 'electron';
import type { ChatWindowBridge } from '../common/ipc/chatWindow.ts';

const bridge: ChatWindowBridge = {
  load: () => ipcRenderer.invoke('chatWindow:load'),
  setLook: (look) => void ipcRenderer.invoke('chatWindow:look', look),
  letThrough: (on) => void ipcRenderer.invoke('chatWindow:through', { on }),
  overBar: (over) => void ipcRenderer.invoke('chatWindow:overBar', { over }),
  close: () => void ipcRenderer.invoke('chatWindow:close'),
  onBatch: (callback) => {
    ipcRenderer.on('chatWindow:batch', (_event, batch) => callback(batch));
  },
  onPinned: (callback) => {
    ipcRenderer.on('chatWindow:pinned', (_event, pinned) => callback(pinned));
  },
};

contextBridge.exposeInMainWorld('chatWindow', bridge);
