import { app, safeStorage } from 'electron';
import Store from 'electron-store';
import type { SeatLayout } from '../../common/cohost/layout.ts';
import type { OwnServerSettings, TencentSettings } from '../../common/live/session.ts';
import type { RoomInfo } from '../../common/rooms/room.ts';
import type { ChatWindowSettings } from '../windows/chatWindow.ts';

type Saved = {
  locale: 'zh-CN' | 'en' | null;
  recordingFolder: string | null;
  window: { width: number; height: number; x?: number; y?: number } | null;
  chatWindow: ChatWindowSettings;
  serverPorts: { rtmp: number; http: number; https?: number } | null;
  /** What the studio's room is called; an empty title takes the show's name. */
  roomInfo: RoomInfo;
  /** What the host is called in the room; empty for the usual word. */
  hostName: string;
  /** The studio's room, the same for every show, so that its link stays good; made when it is first opened. */
  roomId: string | null;
  /** Whether guests get their places in the picture by themselves, and how; null for the best. */
  seating: { arranges: boolean; layout: SeatLayout | null };
  /** A raised hand and an invitation to a PK are heard and seen when the window is not in front. */
  callsHost: boolean;
  tencent: TencentSettings | null;
  ownServer: OwnServerSettings | null;
  /** Of the chat; a room forgets them when it closes. */
  bannedWords: string[];
  /** Files the person chose in the dialogue, newest first: shows from outside may use these. */
  pickedFiles: string[];
  /** Encrypted by the system's secret store, base64. Keyed by what the secret is for. */
  secrets: Record<string, string>;
};

/** What the app remembers beside the show: preferences, and secrets encrypted by the system. */
export class Settings {
  readonly #store = new Store<Saved>({
    defaults: {
      locale: null,
      recordingFolder: null,
      window: null,
      chatWindow: { opacity: 0.55, fontSizePx: 15, bounds: null },
      serverPorts: null,
      roomInfo: {
        title: '',
        category: 'talk',
        notice: '',
        cover: '',
        visibility: 'public',
        openToPk: false,
      },
      hostName: '',
      roomId: null,
      seating: { arranges: true, layout: null },
      callsHost: true,
      tencent: null,
      ownServer: null,
      bannedWords: [],
      pickedFiles: [],
      secrets: {},
    },
    clearInvalidConfig: true,
  });
  /** Secrets that the system cannot keep; they last until the app closes. */
  readonly #volatile = new Map<string, string>();

  constructor() {
    // Until version 0.1 only images could be picked.
    const before = this.#store.get('pickedImages' as keyof Saved);
    if (!Array.isArray(before)) return;
    this.#store.set('pickedFiles', before);
    this.#store.delete('pickedImages' as keyof Saved);
  }

  /** False where the system has no secret store: secrets are then never written. */
  get secretsPersist(): boolean {
    if (!safeStorage.isEncryptionAvailable()) return false;
    return process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text';
  }

  get<K extends Exclude<keyof Saved, 'secrets'>>(key: K): Saved[K] {
    return this.#store.get(key);
  }

  set<K extends Exclude<keyof Saved, 'secrets'>>(key: K, value: Saved[K]): void {
    this.#store.set(key, value);
  }

  /** The names of secrets held, not the secrets. */
  secretNames(): string[] {
    return [...new Set([...Object.keys(this.#store.get('secrets')), ...this.#volatile.keys()])];
  }

  secret(name: string): string | null {
    const kept = this.#volatile.get(name);
    if (kept !== undefined) return kept;
    const encrypted = this.#store.get('secrets')[name];
    if (!encrypted || !this.secretsPersist) return null;
    try {
      return safeStorage.decryptString(Buffer.from(encrypted, 'base64'));
    } catch {
      // Encrypted under another login or key: as good as not there.
      return null;
    }
  }

  /** An empty value forgets the secret. */
  setSecret(name: string, value: string): void {
    this.#volatile.delete(name);
    const { [name]: _old, ...others } = this.#store.get('secrets');
    if (value === '') this.#store.set('secrets', others);
    else if (this.secretsPersist)
      this.#store.set('secrets', {
        ...others,
        [name]: safeStorage.encryptString(value).toString('base64'),
      });
    else this.#volatile.set(name, value);
  }

  /** The language to speak: the person's choice, else the system's, else English. */
  get locale(): 'zh-CN' | 'en' {
    const chosen = this.#store.get('locale');
    if (chosen) return chosen;
    const system = app.getPreferredSystemLanguages()[0] ?? app.getLocale();
    return system.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
  }
}
