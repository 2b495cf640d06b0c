import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import type { Canvas } from '../schema.ts';

const canvasOf = (state: Canvas[], canvasId: string) => state.find(({ id }) => id === canvasId);

export const canvases = createSlice({
  name: 'canvases',
  initialState: [] as Canvas[],
  reducers: {
    canvasResized(
      state,
      { payload }: PayloadAction<{ canvasId: string; width: number; height: number; fps: number }>,
    ) {
      const canvas = canvasOf(state, payload.canvasId);
      if (!canvas) return;
      canvas.width = payload.width;
      canvas.height = payload.height;
      canvas.fps = payload.fps;
    },
    studioModeSet(state, { payload }: PayloadAction<{ canvasId: string; on: boolean }>) {
      const canvas = canvasOf(state, payload.canvasId);
      if (!canvas) return;
      // One begins with what is on air, so that nothing jumps.
      if (payload.on && !canvas.studioMode) canvas.previewSceneId = canvas.programSceneId;
      canvas.studioMode = payload.on;
    },
    previewChosen(state, { payload }: PayloadAction<{ canvasId: string; sceneId: string }>) {
      const canvas = canvasOf(state, payload.canvasId);
      if (canvas) canvas.previewSceneId = payload.sceneId;
    },
    /** The scene is on air from now on. In studio mode the one before goes to the preview. */
    sceneTaken(state, { payload }: PayloadAction<{ canvasId: string; sceneId: string }>) {
      const canvas = canvasOf(state, payload.canvasId);
      if (!canvas || canvas.programSceneId === payload.sceneId) return;
      if (canvas.studioMode && canvas.previewSceneId === payload.sceneId)
        canvas.previewSceneId = canvas.programSceneId;
      canvas.programSceneId = payload.sceneId;
    },
  },
});
