/** 观看页的文字，简体中文。 */
export const zhCN = {
  title: { idle: 'Anchor Studio 直播间', live: '● 直播中 · Anchor Studio' },
  live: '直播中',
  viewers_one: '{{count}} 人在看',
  viewers_other: '{{count}} 人在看',
  state: {
    waiting: { title: '主播还没开播', text: '不用刷新，开播后会自动播放。' },
    loading: { title: '正在进入直播间…', text: '' },
    reconnecting: { title: '画面中断了', text: '正在自动重连，第 {{attempt}} 次。' },
    ended: { title: '直播已结束', text: '感谢观看。主播回来后会在这里继续播放。' },
    unreachable: { title: '连不上主播', text: '请确认和主播在同一个网络，正在自动重试。' },
    token: { title: '链接不完整', text: '请向主播要完整的链接，或重新扫描二维码。' },
    full: {
      title: '直播间满员了',
      text: '观看人数已到主播目前能承载的上限。不用刷新，有空位时会自动进入。',
    },
    unsupported: {
      title: '这个浏览器放不了直播',
      text: '请用新版 Chrome、Edge、Firefox 或 Safari 打开链接。',
    },
  },
  action: {
    retry: '立即重试',
    start: '开始观看',
    play: '播放',
    pause: '暂停',
    unmute: '打开声音',
    mute: '静音',
    volume: '音量',
    fullscreen: '全屏',
    leaveFullscreen: '退出全屏',
    toLive: '回到最新画面',
  },
};
