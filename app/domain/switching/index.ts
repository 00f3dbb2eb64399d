/** What is on the program: cuts, the preview, fade and layout. */
export { cut, type Cut } from './cut';
export { changeProgram, type ProgramWish } from './program';
