import { createRoot } from 'react-dom/client';
import { Provider } from 'react-redux';
import { listenForHotkeys } from '../commands/listen.ts';
import { watchHand } from '../components/hand.ts';
import { TooltipProvider } from '../components/Tooltip.tsx';
import { watchBroadcasts } from './broadcastLink.ts';
import { listenToChat } from './chat/index.ts';
import { initTexts, setLanguage } from './i18n.ts';
import { linkMirror } from './mirrorLink.ts';
import { Shell } from './Shell.tsx';
import { mirrored } from './state/mirror.ts';
import { store } from './store.ts';
import './styles.css';
import { listenToTelemetry } from './telemetry.ts';
import { listenToThumbnails } from './thumbnails.ts';

async function start(): Promise<void> {
  watchHand();
  listenToTelemetry(window.studio);
  listenToThumbnails();
  listenToChat(window.studio);
  await initTexts();
  listenForHotkeys(window.studio);
  watchBroadcasts();
  linkMirror(window.studio, (mirror) => {
    if (mirror.studio) setLanguage(mirror.studio.session.locale);
    store.dispatch(mirrored(mirror));
  });
  const root = document.getElementById('root');
  if (!root) throw new Error('no #root in the page');
  createRoot(root).render(
    <Provider store={store}>
      <TooltipProvider delayDuration={400}>
        <Shell />
      </TooltipProvider>
    </Provider>,
  );
}

void start();
