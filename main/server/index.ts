export { publishUrlOf } from './publishAuth.ts';
export { type RunningServer, type ServerOptions, startServer } from './server.ts';
