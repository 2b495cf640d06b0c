export { type Cut, type CutOrder, cutRecording } from './cut.ts';
export { type FinishedFile, finishRecording } from './finish.ts';
export { Recorder, type RecorderOptions } from './recorder.ts';
export { recoverRecordings } from './recover.ts';
