/** What is on the program: cuts, the preview, fade and layout. */
export { cut } from './cut';
export { changeProgram } from './program';
