/** Phones as cameras: the code they come by, their registration, their tokens, and what the director makes of them. */
export { changeCamera, type CameraAnswer } from './change';
export { DEVICE_MAX_AGE_S, deviceActor, type DeviceFacts, type Phone } from './device';
export { checkCode, type Key } from './join';
export { registerCamera, type Registered, type Registration } from './register';
export { cameraToken, operatorReturnToken } from './token';
