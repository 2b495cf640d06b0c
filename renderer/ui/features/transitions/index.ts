export { TransitionBar } from './TransitionBar.tsx';
export { TransitionForm } from './TransitionForm.tsx';
