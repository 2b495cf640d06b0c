export { IncomingPk } from './IncomingPk.tsx';
export { PkPanel } from './PkPanel.tsx';
