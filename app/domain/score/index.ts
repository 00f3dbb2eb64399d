/** The score of a match: named, counted, taken back, and its clock. */
export { pointText } from './point-text';
export { countPoint, undoPoint } from './points';
export { progress } from './progress';
export { eventScore } from './read';
export { nameSides, removeScore } from './set-up';
