export { type QuestionPlace, questionPlace } from './model/questionPlace.ts';
export { Properties } from './Properties.tsx';
export { Sources } from './Sources.tsx';
