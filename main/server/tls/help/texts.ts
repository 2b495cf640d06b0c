export const devices = ['ios', 'android', 'windows', 'macos'] as const;
export type Device = (typeof devices)[number];
export type Language = 'zh-CN' | 'en';

/** HTML. */
type HelpTexts = {
  readonly title: string;
  readonly why: string;
  readonly whoseTitle: string;
  readonly compare: string;
  readonly bounds: string;
  readonly get: string;
  readonly stepsTitle: string;
  readonly devices: Readonly<Record<Device, { title: string; steps: readonly string[] }>>;
  readonly withoutTitle: string;
  readonly without: readonly string[];
  readonly afterTitle: string;
  readonly after: string;
};

const zhCN: HelpTexts = {
  title: '让手机信任这台主播电脑',
  why: '浏览器只允许 HTTPS 网页使用摄像头和麦克风。主播电脑就在你所在的局域网里，没有公网域名，所以它用自己的证书。装好这个证书，打开连麦链接就不会再有警告。只看直播不需要装。',
  whoseTitle: '证书',
  compare:
    '请向主播核对：主播的 Anchor Studio 在“手机连麦…”里显示的指纹，要和你自己的设备显示的指纹完全一样。不一样就不要装。',
  bounds: '这个证书只能用于局域网地址、.local 名称和主播这台电脑，不能冒充互联网上的网站。',
  get: '下载证书',
  stepsTitle: '安装方法',
  devices: {
    ios: {
      title: 'iPhone、iPad',
      steps: [
        '用 Safari 打开本页，点<a href="/ca.mobileconfig">下载描述文件</a>，选“允许”。',
        '打开“设置”，点顶部的“已下载描述文件”，点“安装”。点“更多详细信息”可以看到指纹。',
        '打开“设置 → 通用 → 关于本机 → 证书信任设置”，打开这个证书的开关。',
        '回到 Safari，再次打开连麦链接。',
      ],
    },
    android: {
      title: '安卓手机',
      steps: [
        '点<a href="/ca.crt">下载证书</a>。',
        '打开“设置”，搜索“CA 证书”，一般在“安全 → 更多安全设置 → 加密与凭据 → 安装证书”里。各品牌叫法略有不同；手机需要先设好锁屏密码。',
        '选“CA 证书”，确认提示，选中刚下载的文件。',
        '在“信任的凭据 → 用户”里点开它核对指纹，再用 Chrome 打开连麦链接。',
      ],
    },
    windows: {
      title: 'Windows 电脑',
      steps: [
        '<a href="/ca.crt">下载证书</a>。核对指纹：在下载文件夹里运行 <code>certutil -hashfile ca.crt SHA256</code>。',
        '双击文件，点“安装证书”，选“当前用户”。',
        '选“将所有的证书都放入下列存储”，浏览到“受信任的根证书颁发机构”，完成。',
        '重启浏览器，再打开连麦链接。Firefox 如果仍有警告，请在它的“设置 → 隐私与安全 → 证书”里导入。',
      ],
    },
    macos: {
      title: 'Mac 电脑',
      steps: [
        '<a href="/ca.crt">下载证书</a>，双击，加入“登录”钥匙串。',
        '在“钥匙串访问”里双击这个证书，核对 SHA-256 指纹。',
        '展开“信任”，把“使用此证书时”改为“始终信任”，关闭窗口并输入密码。',
        '重启浏览器，再打开连麦链接。',
      ],
    },
  },
  withoutTitle: '不安装可以吗？',
  without: [
    '看直播、聊天：可以，它们走普通的 http 链接。',
    '电脑和安卓上的 Chrome：在警告页点“高级 → 继续前往”之后，页面仍是 HTTPS，可以申请使用摄像头和麦克风（我们在 Chromium 上测试过）。但浏览器这时不再核对对方是谁：同一网络里的人可能冒充主播电脑。只在你信任的网络里这样做。',
    'iPhone、iPad：请安装。Safari 在跳过警告之后，已知会拒绝连麦所需的 WebSocket 连接（WebKit 缺陷 145819），我们没有在 iPhone 上验证过跳过警告的做法。',
  ],
  afterTitle: '用完以后',
  after:
    '不再连麦时可以删掉它。iPhone：“设置 → 通用 → VPN 与设备管理”；安卓：“信任的凭据 → 用户”；Windows：运行 <code>certmgr.msc</code>；Mac：“钥匙串访问”。',
};

const en: HelpTexts = {
  title: 'Let your device trust this studio',
  why: 'Browsers let only HTTPS pages use a camera and a microphone. The host’s computer is on your local network and has no public name, so it uses a certificate of its own. Once that is installed, the guest link opens without a warning. To watch alone you do not need it.',
  whoseTitle: 'The certificate',
  compare:
    'Ask the host: the fingerprint that Anchor Studio shows under “Phones of guests…” must be the one your own device shows while you install. If they differ, do not install it.',
  bounds:
    'It is good for addresses of local networks, .local names and the host’s own computer only; it cannot stand in for a site on the internet.',
  get: 'Download the certificate',
  stepsTitle: 'How to install it',
  devices: {
    ios: {
      title: 'iPhone, iPad',
      steps: [
        'Open this page in Safari, tap <a href="/ca.mobileconfig">download the profile</a> and allow it.',
        'Open Settings, tap “Profile Downloaded” at the top, then Install. “More Details” shows the fingerprint.',
        'Open Settings → General → About → Certificate Trust Settings and switch this certificate on.',
        'Go back to Safari and open the guest link again.',
      ],
    },
    android: {
      title: 'Android',
      steps: [
        'Tap <a href="/ca.crt">download the certificate</a>.',
        'Open Settings and search for “CA certificate”; it is mostly under Security → Encryption &amp; credentials → Install a certificate. Names differ by maker; a screen lock has to be set.',
        'Choose “CA certificate”, confirm the warning and pick the file.',
        'Compare the fingerprint under Trusted credentials → User, then open the guest link in Chrome.',
      ],
    },
    windows: {
      title: 'Windows',
      steps: [
        '<a href="/ca.crt">Download the certificate</a>. For its fingerprint run <code>certutil -hashfile ca.crt SHA256</code> in that folder.',
        'Open the file, choose “Install Certificate”, then “Current User”.',
        'Choose “Place all certificates in the following store”, browse to “Trusted Root Certification Authorities”, and finish.',
        'Restart the browser and open the guest link. If Firefox still warns, import it in its own Settings → Privacy &amp; Security → Certificates.',
      ],
    },
    macos: {
      title: 'Mac',
      steps: [
        '<a href="/ca.crt">Download the certificate</a>, open it and add it to the login keychain.',
        'Open the certificate in Keychain Access and compare its SHA-256 fingerprint.',
        'Under Trust set “When using this certificate” to “Always Trust”, close the window and enter your password.',
        'Restart the browser and open the guest link.',
      ],
    },
  },
  withoutTitle: 'Without installing it?',
  without: [
    'Watching and chatting work: they use plain http links.',
    'Chrome on a computer or Android: after “Advanced → Proceed” the page is still HTTPS and can ask for camera and microphone (we test this in Chromium). The browser then no longer checks who answers: somebody on the same network could pose as the studio. Do it only on a network you trust.',
    'iPhone, iPad: install it. After its warning Safari is known to refuse the WebSocket that a guest needs (WebKit bug 145819), and we have not tried going past the warning on an iPhone.',
  ],
  afterTitle: 'Afterwards',
  after:
    'Remove it when you no longer join as a guest. iPhone: Settings → General → VPN &amp; Device Management. Android: Trusted credentials → User. Windows: run <code>certmgr.msc</code>. Mac: Keychain Access.',
};

export const texts: Readonly<Record<Language, HelpTexts>> = { 'zh-CN': zhCN, en };
