/** Words of the viewer page, English. */
export const en = {
  title: { idle: 'Anchor Studio', live: '● Live · Anchor Studio' },
  live: 'LIVE',
  viewers_one: '{{count}} viewer',
  viewers_other: '{{count}} viewers',
  state: {
    waiting: {
      title: 'Not live yet',
      text: 'Leave this page open: the show starts here by itself.',
    },
    loading: { title: 'Connecting…', text: '' },
    reconnecting: {
      title: 'The picture was interrupted',
      text: 'Reconnecting by itself, attempt {{attempt}}.',
    },
    ended: {
      title: 'The show has ended',
      text: 'Thank you for watching. If the host comes back, it goes on here.',
    },
    unreachable: {
      title: 'The host cannot be reached',
      text: 'Are you on the same network? Trying again by itself.',
    },
    token: {
      title: 'This link is not complete',
      text: 'Ask the host for the whole link or scan the QR code again.',
    },
    full: {
      title: 'The room is full',
      text: 'More viewers than the host can serve right now. Leave this page open: you get in by itself as soon as there is room.',
    },
    unsupported: {
      title: 'This browser cannot play the show',
      text: 'Open the link in a current Chrome, Edge, Firefox or Safari.',
    },
  },
  action: {
    retry: 'Try now',
    start: 'Watch',
    play: 'Play',
    pause: 'Pause',
    unmute: 'Turn sound on',
    mute: 'Turn sound off',
    volume: 'Volume',
    fullscreen: 'Full screen',
    leaveFullscreen: 'Leave full screen',
    toLive: 'Back to live',
  },
};
