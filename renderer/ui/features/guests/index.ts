export { Arrange } from './Arrange.tsx';
export { GuestsPanel } from './GuestsPanel.tsx';
export { HandStrip } from './HandStrip.tsx';
export { LinkState } from './LinkState.tsx';
