/**
 * Phones as cameras: the code they come by, their registration, their tokens, and what the director makes of
 * them.
 */
export { changeCamera } from './change';
export { DEVICE_MAX_AGE_S, deviceActor } from './device';
export { checkCode } from './join';
export { registerCamera } from './register';
export { cameraToken, operatorReturnToken } from './token';
