export { type Recorded, Recorder, type RecorderOptions } from './recorder.ts';
export { type Recovered, recoverRecordings } from './recover.ts';
