/** Shows: one host, who publishes straight to the viewers. */
export { HOST_IDENTITY } from './host';
export { initializeShow } from './initialize';
export { goOffAir } from './off';
export { lookAtHost } from './on-air';
export { hostToken } from './token';
