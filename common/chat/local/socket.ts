/** One WebSocket, as the chat needs it. */
export type ChatSocket = {
  send(text: string): void;
  /** Nothing is told after it. */
  close(): void;
  /** Bytes that wait in this process to be sent. */
  unsentBytes(): number;
};

export type SocketEvents = {
  opened(): void;
  message(text: string): void;
  /** Also where it could not be opened; once. */
  closed(): void;
};

/** Opens a WebSocket; throws for an address that is none. */
export type OpenSocket = (url: string, on: SocketEvents) => ChatSocket;

/** What the WebSockets of browsers and of `ws` have in common. */
type StandardSocket = {
  readonly bufferedAmount: number;
  onopen: unknown;
  onmessage: unknown;
  onclose: unknown;
  onerror: unknown;
  send(text: string): void;
  close(): void;
};

/** `OpenSocket` over a browser's `WebSocket` or that of `ws`. */
export const openWith =
  (Socket: new (url: string) => StandardSocket): OpenSocket =>
  (url, on) => {
    const socket = new Socket(url);
    let isOver = false;
    const closed = () => {
      if (isOver) return;
      isOver = true;
      on.closed();
    };
    socket.onopen = () => {
      if (!isOver) on.opened();
    };
    socket.onmessage = (event: { data: unknown }) => {
      if (!isOver && typeof event.data === 'string') on.message(event.data);
    };
    socket.onclose = closed;
    // A close follows, but not before a server that is not there has been waited for.
    socket.onerror = closed;
    return {
      send: (text) => socket.send(text),
      unsentBytes: () => socket.bufferedAmount,
      close() {
        isOver = true;
        socket.close();
      },
    };
  };
