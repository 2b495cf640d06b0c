export { type FinishedFile, finishRecording } from './finish.ts';
export { type Recorded, Recorder, type RecorderOptions } from './recorder.ts';
export { type Recovered, recoverRecordings } from './recover.ts';
