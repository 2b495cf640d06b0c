import { configureStore } from '@reduxjs/toolkit';
import { floorReducer } from './state/floor.ts';
import { mirrorReducer } from './state/mirror.ts';
import { viewReducer } from './state/view.ts';

export const store = configureStore({
  reducer: { mirror: mirrorReducer, view: viewReducer, floor: floorReducer },
  // The mirror is frozen by Immer already; checking the whole document at each patch costs time.
  middleware: (defaults) => defaults({ immutableCheck: false, serializableCheck: false }),
});

export type RootState = ReturnType<typeof store.getState>;
